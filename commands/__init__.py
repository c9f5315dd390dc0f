"""One file per family of commands; `cli.py` lists them and loads each only when it is called."""
