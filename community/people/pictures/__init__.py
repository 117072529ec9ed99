"""A picture of oneself, made anew from what was sent; the drawn one stays until there is one."""
