"""Group robots of WeCom, DingTalk and Feishu: HTTP 200 means nothing there, the code in the body counts."""
