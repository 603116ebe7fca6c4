"""Promised publications (承诺公开事项): recorded, due, fulfilled by a page, in the open."""
