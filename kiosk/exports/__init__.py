"""Paper: badges now, the daily log later; fonts, pages, preview and printers."""
