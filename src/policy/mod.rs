//! The admin's one YAML file, `deskshift.yaml`: raw tree in, checked [`site::Site`] out, all complaints at once with line and column.
//!
//! In: a tree of located nodes (`raw`), made from YAML by `store/yaml`. Out: [`site::Site`] or findings.
//! May import: `domain`, `diag`. Start with [`site`].

pub mod site;
