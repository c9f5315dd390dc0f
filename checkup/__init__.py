"""What `huisheng doctor` looks at, a group of checks a file, and what it may mend."""
