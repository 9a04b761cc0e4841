"""Who read the figures of several councils: shown to each council whose figures were among them."""
