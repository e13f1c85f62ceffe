"""Attachments: files of any kind on contacts, customers and opportunities, behind the permission of their record."""
