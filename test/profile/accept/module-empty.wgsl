// V20: an empty module
// Nothing at all.
