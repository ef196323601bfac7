//! Two plans beside each other.

use super::*;

#[test]
fn diff_names_what_changed() {
    let mut world = World::new();
    let old = world.plan();
    assert_eq!(diff(&old, &old), []);
    world.site.clients[0].transport = Transport::Udp;
    world.add("2002", "Bernd", "Beispiel");
    let changes = diff(&old, &world.plan());
    let said: Vec<String> = changes.iter().map(|c| format!("{}: {}", c.subject, c.words().en)).collect();
    assert!(said.contains(&"2001: line transport: `tls` -> `udp`".to_owned()), "{said:?}");
    assert!(said.contains(&"2002: line: added `Bernd Beispiel`".to_owned()), "{said:?}");
    let back = diff(&world.plan(), &old);
    assert!(back.iter().any(|c| c.subject == "2002" && c.to.is_none()));
}

#[test]
fn the_order_of_the_inventory_does_not_matter() {
    let mut world = World::new();
    for (number, last) in [("2002", "B"), ("2003", "C"), ("2010", "D")] {
        world.add(number, "X", last);
    }
    world.site.clients.clear();
    let one = serde_json::to_string(&world.plan()).unwrap();
    assert_eq!(one, serde_json::to_string(&world.plan()).unwrap());
    let mut world = World::new();
    world.add("2002", "X", "B");
    let one = serde_json::to_string(&world.plan()).unwrap();
    world.inventory.extensions.reverse();
    world.inventory.persons.reverse();
    assert_eq!(one, serde_json::to_string(&world.plan()).unwrap());
}
