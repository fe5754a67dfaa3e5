"""From files to rows: scan, compare, decode, understand, flag, index. May import workers and the rooms below."""
