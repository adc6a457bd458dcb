"""What is known of French books without a database: accounts of each kind of operator,
boxes of the VAT return, the file of accounting entries (FEC)."""
