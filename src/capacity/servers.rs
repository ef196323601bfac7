//! Terminal servers, gateways, anything that so many people share.

/// So many servers for the most people at a time, with a reserve in per cent of them and so many servers more that may fail.
///
/// `per_server` is at least 1.
#[must_use]
pub fn needed(people: u32, per_server: u32, reserve_percent: u32, spare: u32) -> u32 {
    // A reserve of a part of a person is a whole one.
    let with_reserve = (u64::from(people) * u64::from(100 + reserve_percent)).div_ceil(100);
    u32::try_from(with_reserve.div_ceil(u64::from(per_server))).unwrap_or(u32::MAX).saturating_add(spare)
}

/// So many people have a place while so many servers are down, with the reserve kept free.
#[must_use]
pub fn people(servers: u32, per_server: u32, reserve_percent: u32, spare: u32) -> u32 {
    let seats = u64::from(servers.saturating_sub(spare)) * u64::from(per_server);
    u32::try_from(seats * 100 / u64::from(100 + reserve_percent)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eleven_hundred_people_at_thirteen_a_server() {
        assert_eq!(people(35, 13, 0, 0), 455);
        assert_eq!(people(85, 13, 0, 0), 1105);
        assert_eq!(needed(1100, 13, 0, 0), 85);
        assert_eq!(needed(1100, 13, 0, 1), 86);
        // 1,210 seats are 93.08 servers.
        assert_eq!(needed(1100, 13, 10, 0), 94);
    }

    #[test]
    fn what_is_needed_serves_as_many_and_one_less_does_not() {
        for people_ in (0..1500).step_by(13) {
            for (per_server, reserve, spare) in [(1, 0, 0), (13, 0, 0), (13, 10, 1), (7, 33, 2)] {
                let n = needed(people_, per_server, reserve, spare);
                assert!(people(n, per_server, reserve, spare) >= people_, "{people_} {per_server} {reserve} {spare}");
                assert!(
                    n == spare || people(n - 1, per_server, reserve, spare) < people_,
                    "{people_} {per_server} {reserve} {spare}"
                );
            }
        }
        assert_eq!(needed(0, 13, 10, 0), 0);
        assert_eq!(people(1, 13, 0, 2), 0);
    }
}
