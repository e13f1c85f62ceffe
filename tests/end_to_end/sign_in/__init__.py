"""Signing in from outside: sessions, tokens for programs, second factors, resets, realms."""
