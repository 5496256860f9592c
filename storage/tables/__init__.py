"""The rows as peewee sees them, one file per aggregate; the migrations are what makes the tables.

The models are bound to no database: storage/scope.py starts every query and binds it to the open transaction's.
"""
