"""How well the search ranks: test collections that others use too, asked through the site's own indexing and search."""
