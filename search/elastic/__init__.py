"""Elasticsearch beside the database: what it is asked, how it is kept in step, how it is written anew."""
