"""Installing for use: `make install`, and the samples of crontab, systemd and logrotate."""
