"""What commands print. Results and the progress of work come in; tables, JSON and lines for people go out."""
