"""Health: from test records to a typed state of health, how sure it is, and the grade that follows."""
