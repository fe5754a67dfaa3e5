"""Questions to answers: the query language, text search, find similar. May import store, ml and the rooms below."""
