"""People: members, photos, posts, teams, badges, access."""
