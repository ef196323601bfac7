use super::super::srtp::{KEY, SALT, Suite};
use super::*;

fn identity(n: usize) -> Identity {
    Identity {
        tone: Tone::nth(n),
        digit: '5',
        ssrc: 77 + n as u32,
        sequence: 65_500,
        timestamp: u32::MAX - 9000,
        cname: "c".to_owned(),
    }
}

fn agreed(codec: Codec) -> Agreed {
    Agreed { codec, events_out: Some(101), events_in: Some(101), secure_out: None, secure_in: None }
}

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// Lets two sides talk for four seconds; `way` says after how long, and whether at all, a packet with this number arrives.
fn talk(mut a: Media, mut b: Media, way: impl Fn(u32) -> Option<Duration>) -> (Account, Account) {
    let mut flying: BTreeMap<(Duration, u32), Vec<u8>> = BTreeMap::new();
    let mut count = 0;
    for at in 0..4000 {
        while let Some(bytes) = a.poll_packet(ms(at)) {
            if let Some(delay) = way(count) {
                flying.insert((ms(at) + delay, count), bytes);
            }
            count += 1;
        }
        if let Some(report) = a.poll_control(ms(at)) {
            b.handle_control(ms(at), &report);
        }
        if let Some(report) = b.poll_control(ms(at)) {
            a.handle_control(ms(at + 20), &report);
        }
        while let Some(bytes) = b.poll_packet(ms(at)) {
            a.handle(ms(at), &bytes);
        }
        while flying.first_key_value().is_some_and(|((due, _), _)| *due <= ms(at)) {
            let ((due, _), bytes) = flying.pop_first().unwrap();
            b.handle(due, &bytes);
        }
    }
    (a.account(), b.account())
}

fn sides(codec: Codec) -> (Media, Media) {
    (Media::start(ms(0), agreed(codec), identity(1)), Media::start(ms(0), agreed(codec), identity(2)))
}

#[test]
fn each_side_hears_the_other_with_every_codec() {
    for codec in Codec::ALL {
        let (a, b) = sides(codec);
        let (a, b) = talk(a, b, |_| Some(ms(45)));
        assert_eq!(a.loudest().unwrap().0, Tone::nth(2), "{codec:?}");
        let (tone, blocks) = b.loudest().unwrap();
        assert_eq!(tone, Tone::nth(1), "{codec:?}");
        assert!(blocks > 60 && b.other <= 16, "{codec:?} {blocks} of them, {} else", b.other);
        assert_eq!((a.digits.as_str(), b.digits.as_str()), ("5", "5"));
        assert_eq!((b.lost, b.loss, b.jitter), (0, 0.0, Duration::ZERO));
        assert_eq!(delay(&a.sent_onsets, &b.onsets), Some(ms(45)), "{codec:?}");
    }
}

#[test]
fn loss_jitter_and_bursts_are_measured() {
    let (a, b) = sides(Codec::Pcma);
    let (_, b) = talk(a, b, |n| (n % 20 >= 2).then(|| ms(30 + u64::from(n % 2) * 10)));
    // The first two are lost before anything is expected.
    assert!((b.loss - 18.0 * 100.0 / 198.0).abs() < 0.6, "{}", b.loss);
    assert!((b.burst_ratio - 1.8).abs() < 0.05 && b.longest_burst == 2, "{}", b.burst_ratio);
    assert!(b.jitter > ms(8) && b.jitter < ms(12), "{:?}", b.jitter);
    assert_eq!(b.loudest().unwrap().0, Tone::nth(1));
}

#[test]
fn reports_tell_loss_and_round_trip() {
    let (a, b) = sides(Codec::Pcma);
    let (a, _) = talk(a, b, |n| (n % 10 != 0).then(|| ms(5)));
    assert!(a.reports >= 2);
    let loss = a.reported_loss.unwrap();
    assert!((24..=28).contains(&loss), "a tenth of 256: {loss}");
    let round = a.round_trip.unwrap();
    assert!(round > ms(18) && round < ms(22), "{round:?}");
}

#[test]
fn keys_that_fit_carry_the_tone_and_others_nothing() {
    let context = |n: u8| Some(Context::new(Suite::AesCm128HmacSha1_80, &[n; KEY], &[n; SALT]));
    let secure = |out: u8, inn: u8| Agreed { secure_out: context(out), secure_in: context(inn), ..agreed(Codec::Pcma) };
    let (a, b) = (Media::start(ms(0), secure(1, 2), identity(1)), Media::start(ms(0), secure(2, 1), identity(2)));
    let (a, b) = talk(a, b, |_| Some(ms(1)));
    assert_eq!((a.loudest().unwrap().0, b.loudest().unwrap().0), (Tone::nth(2), Tone::nth(1)));
    assert!(a.reports > 0 && a.refused == 0);
    let (a, b) = (Media::start(ms(0), secure(1, 2), identity(1)), Media::start(ms(0), secure(2, 3), identity(2)));
    let (_, b) = talk(a, b, |_| Some(ms(1)));
    assert!(b.loudest().is_none() && b.refused > 150, "{}", b.refused);
}

#[test]
fn a_late_caller_does_not_flood() {
    let (mut a, _) = sides(Codec::Pcma);
    assert!(a.poll_packet(ms(0)).is_some());
    let burst = std::iter::from_fn(|| a.poll_packet(ms(60_000))).count();
    assert!(burst <= CATCH_UP as usize + 1, "{burst}");
}

#[test]
fn a_held_digit_is_sent_when_somebody_hears_it() {
    let begins = |heard_from: Option<u64>| {
        let (mut a, _) = sides(Codec::Pcma);
        a.hold_digit();
        let digit = |bytes: &[u8]| matches!(packet::read(bytes), Ok(Datagram::Rtp(packet)) if packet.payload_type == 101);
        (0..9000).find(|at| {
            if heard_from == Some(*at) {
                a.heard_from(ms(*at));
            }
            a.poll_packet(ms(*at)).is_some_and(|bytes| digit(&bytes))
        })
    };
    assert_eq!([None, Some(40), Some(5000)].map(begins), [None, Some(1540), Some(6500)]);
}

/// What had to wait for the other side's agreement is not late; what waited for us is, and so is what was left out.
#[test]
fn packets_that_leave_late_are_counted() {
    let (mut a, _) = sides(Codec::Pcma);
    let at = |a: &mut Media, now: u64| while a.poll_packet(ms(now)).is_some() {};
    at(&mut a, 500);
    assert_eq!(a.account().late, Lateness::default(), "the ACK came after half a second");
    for now in (520..1000).step_by(20) {
        at(&mut a, now + 15);
    }
    assert_eq!(a.account().late, Lateness { packets: 0, worst: ms(15) });
    // Due since 1000: 1000 to 1020 ms are more than 60 ms late at 1100.
    at(&mut a, 1100);
    assert_eq!(a.account().late, Lateness { packets: 2, worst: ms(100) });
    // 1120 … 1900: ten leave at once with the one that is due, the others never do; seven of the ten are late.
    at(&mut a, 2100);
    let late = a.account().late;
    assert_eq!(late.worst, ms(980));
    assert!((39..=49).contains(&late.packets), "{late:?}");
    assert_eq!(late.sound(), ms(u64::from(late.packets) * 20));
}

#[test]
fn noise_on_the_ports_is_no_panic() {
    let (mut a, _) = sides(Codec::G722);
    for length in 0..64_usize {
        for seed in 0..64_u8 {
            let bytes: Vec<u8> =
                (0..length).map(|n| if n == 0 { 0x80 | seed & 0x1f } else { (n as u8).wrapping_mul(seed) }).collect();
            a.handle(ms(1), &bytes);
            a.handle_control(ms(1), &bytes);
        }
    }
}
