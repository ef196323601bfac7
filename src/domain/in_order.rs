//! Looking up keys that come in the order of the map.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::collections::btree_map::Range;
use std::iter::Peekable;

/// A place in a map. Whoever goes through thousands of lines in their order finds the next one where the last one was, without a search from
/// the root; any other key is found as ever.
#[derive(Debug)]
pub struct InOrder<'a, K, V> {
    map: &'a BTreeMap<K, V>,
    ahead: Peekable<Range<'a, K, V>>,
}

/// So many keys may be missing between two that are asked for; more cost a search.
const STEPS: usize = 4;

impl<'a, K: Ord, V> InOrder<'a, K, V> {
    #[must_use]
    pub fn new(map: &'a BTreeMap<K, V>) -> Self {
        Self { map, ahead: map.range(..).peekable() }
    }

    /// As [`BTreeMap::get`].
    pub fn get<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&'a V>
    where
        K: Borrow<Q>,
    {
        for _ in 0..STEPS {
            match self.ahead.peek() {
                Some((at, value)) => match (*at).borrow().cmp(key) {
                    std::cmp::Ordering::Equal => return Some(value),
                    std::cmp::Ordering::Less => {}
                    std::cmp::Ordering::Greater => break,
                },
                None => break,
            }
            self.ahead.next();
        }
        self.ahead = self.map.range((std::ops::Bound::Included(key), std::ops::Bound::Unbounded)).peekable();
        self.ahead.peek().filter(|(at, _)| (**at).borrow() == key).map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_the_map_has_in_whatever_order_it_is_asked() {
        let map: BTreeMap<u32, u32> = (0..200).filter(|n| n % 7 != 3).map(|n| (n, n * n)).collect();
        let orders: [Vec<u32>; 5] = [
            (0..210).collect(),
            (0..210).rev().collect(),
            (0..210).map(|n| n * 89 % 211).collect(),
            (0..210).step_by(13).collect(),
            vec![5, 5, 5, 4, 300, 0, 199, 3, 3, 4],
        ];
        for order in orders {
            let mut place = InOrder::new(&map);
            for key in order {
                assert_eq!(place.get(&key), map.get(&key), "{key}");
            }
        }
        assert_eq!(InOrder::new(&BTreeMap::<String, u32>::new()).get("a"), None);
    }
}
