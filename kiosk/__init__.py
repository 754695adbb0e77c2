"""What the site does: rules and use cases, devices, the command line. Knows no front end."""
