"""The CMS pages: notices and filed-certificate lists."""
