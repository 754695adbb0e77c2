"""What people see in the terminal. Imports the kiosk, never the database."""
