//! (room sign)
