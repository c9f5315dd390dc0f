"""`huisheng serve`: the console, on this machine only."""

from __future__ import annotations

from pathlib import Path

import click

from commands.options import config_option, now, settings
from console.app import create_app
from console.server import address_of, listen, serve


@click.command("serve", short_help="打开控制台 / the console, on loopback")
@config_option
@click.option("--host", default="127.0.0.1", show_default=True, help="只能是本机 / loopback only")
@click.option("--port", type=click.IntRange(0, 65535), help="端口,默认见配置 / port; default: console.port; 0: any")
def command(config_path: Path, host: str, port: int | None) -> None:
    """打开控制台:在浏览器里看警报、日报和来源。只在本机,只能看。Ctrl-C 停止。

    Serves the console: alerts, digest and sources in a browser. On this machine only, read-only. Ctrl-C stops it.
    """
    config = settings(config_path)
    listener = listen(host, config.console.port if port is None else port)
    click.echo(f"控制台 / console: {address_of(listener)}")
    click.echo("Ctrl-C 停止 / Ctrl-C stops it", err=True)
    serve(create_app(config, clock=now), listener)
