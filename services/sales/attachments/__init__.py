"""Attachments: files of any kind on records of sales, behind the permission of their record."""
