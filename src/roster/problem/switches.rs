//! How often a week changes between home and office.

/// Switches between consecutive worked days of one week; days not worked are skipped.
#[must_use]
pub fn switches(worked: u8, home: u8) -> u8 {
    TABLE[(worked as usize & 31) * 32 + (home as usize & 31)]
}

static TABLE: [u8; 1024] = table();

const fn table() -> [u8; 1024] {
    let mut table = [0; 1024];
    let mut cell = 0;
    while cell < 1024 {
        let (worked, home) = (cell / 32, cell % 32);
        let mut last = 2;
        let mut weekday = 0;
        while weekday < 5 {
            if worked >> weekday & 1 == 1 {
                let place = home >> weekday & 1;
                if last < 2 && place != last {
                    table[cell] += 1;
                }
                last = place;
            }
            weekday += 1;
        }
        cell += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::switches;

    #[test]
    fn counts_over_days_off() {
        assert_eq!(switches(0b11111, 0b10101), 4);
        assert_eq!(switches(0b11111, 0b00111), 1);
        assert_eq!(switches(0b10001, 0b10000), 1);
        assert_eq!(switches(0b11101, 0b11101), 0);
        assert_eq!(switches(0, 0), 0);
    }
}
