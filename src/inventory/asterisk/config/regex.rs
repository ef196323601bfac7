//! POSIX extended regular expressions, as far as a section filter `(+name=value)` needs them: search, no captures.
//!
//! Compiled to a small program and run over all states at once, so that no pattern takes more than program size × text length.

/// Steps a program may have; `{m,n}` multiplies.
const MAX_PROGRAM: usize = 4_000;
/// Nested groups.
const MAX_DEPTH: usize = 50;
/// POSIX's `RE_DUP_MAX`.
const MAX_REPEAT: usize = 255;

#[derive(Debug, Clone)]
enum Step {
    /// Any byte of the set.
    Byte(Box<[bool; 256]>),
    Start,
    End,
    /// Go on at both.
    Split(usize, usize),
    Jump(usize),
    Match,
}

/// A compiled expression.
#[derive(Debug, Clone)]
pub struct Regex(Vec<Step>);

#[derive(Debug, Clone)]
enum Node {
    Set(Box<[bool; 256]>),
    Start,
    End,
    Group(Vec<Vec<Node>>),
    Repeat(Box<Node>, usize, Option<usize>),
}

impl Regex {
    /// `None` where the C library would refuse the expression too (or it is absurdly large).
    #[must_use]
    pub fn compile(pattern: &[u8]) -> Option<Self> {
        let mut parser = Parser { pattern, at: 0 };
        let alternatives = parser.alternatives(0)?;
        if parser.at < pattern.len() {
            return None;
        }
        let mut program = Vec::new();
        emit(&mut program, &Node::Group(alternatives))?;
        program.push(Step::Match);
        Some(Self(program))
    }

    /// True where the expression matches somewhere in the text.
    #[must_use]
    pub fn is_match(&self, text: &[u8]) -> bool {
        let mut now = Vec::new();
        let mut seen = vec![usize::MAX; self.0.len()];
        for at in 0..=text.len() {
            // A search may begin anywhere.
            if self.follow(&mut now, &mut seen, 0, at, text.len()) {
                return true;
            }
            let Some(&byte) = text.get(at) else { return false };
            let mut next = Vec::new();
            for &index in &now {
                if let Step::Byte(set) = &self.0[index]
                    && set[usize::from(byte)]
                    && self.follow(&mut next, &mut seen, index + 1, at + 1, text.len())
                {
                    return true;
                }
            }
            now = next;
        }
        false
    }

    /// Adds the byte steps reachable without input; true where the end is among them.
    fn follow(&self, list: &mut Vec<usize>, seen: &mut [usize], start: usize, at: usize, length: usize) -> bool {
        let mut todo = vec![start];
        while let Some(index) = todo.pop() {
            if std::mem::replace(&mut seen[index], at) == at {
                continue;
            }
            match &self.0[index] {
                Step::Byte(_) => list.push(index),
                Step::Start if at == 0 => todo.push(index + 1),
                Step::End if at == length => todo.push(index + 1),
                Step::Start | Step::End => {}
                Step::Split(one, other) => todo.extend([*other, *one]),
                Step::Jump(to) => todo.push(*to),
                Step::Match => return true,
            }
        }
        false
    }

    /// Work for one text of this length, in steps.
    #[must_use]
    pub fn cost(&self, length: usize) -> u64 {
        (self.0.len() as u64) * (length as u64 + 1)
    }
}

/// Least and most repetitions; no most for `*` and `+`.
type Range = (usize, Option<usize>);

/// An expression the C library refuses.
struct Broken;

struct Parser<'a> {
    pattern: &'a [u8],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.pattern.get(self.at).copied()
    }

    fn alternatives(&mut self, depth: usize) -> Option<Vec<Vec<Node>>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut all = vec![self.sequence(depth)?];
        while self.peek() == Some(b'|') {
            self.at += 1;
            all.push(self.sequence(depth)?);
        }
        Some(all)
    }

    fn sequence(&mut self, depth: usize) -> Option<Vec<Node>> {
        let mut nodes = Vec::new();
        while let Some(byte) = self.peek() {
            if byte == b'|' || (byte == b')' && depth > 0) {
                break;
            }
            let mut node = self.atom(depth)?;
            let mut repeats = 0;
            while let Some((low, high)) = self.repeat().ok()? {
                repeats += 1;
                if repeats > 4 {
                    return None;
                }
                node = Node::Repeat(Box::new(node), low, high);
            }
            nodes.push(node);
        }
        Some(nodes)
    }

    fn atom(&mut self, depth: usize) -> Option<Node> {
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'.' => Node::Set(Box::new([true; 256])),
            b'^' => Node::Start,
            b'$' => Node::End,
            b'(' => {
                let inner = self.alternatives(depth + 1)?;
                if self.peek() != Some(b')') {
                    return None;
                }
                self.at += 1;
                Node::Group(inner)
            }
            b'[' => Node::Set(self.set()?),
            b'*' | b'+' | b'?' => return None,
            b'\\' => {
                let escaped = self.peek()?;
                self.at += 1;
                single(escaped)
            }
            other => single(other),
        })
    }

    /// The repetition that follows, if one does.
    fn repeat(&mut self) -> Result<Option<Range>, Broken> {
        let range = match self.peek() {
            Some(b'*') => (0, None),
            Some(b'+') => (1, None),
            Some(b'?') => (0, Some(1)),
            Some(b'{') => {
                let rest = &self.pattern[self.at + 1..];
                let end = rest.iter().position(|byte| *byte == b'}').ok_or(Broken)?;
                let inside = std::str::from_utf8(&rest[..end]).map_err(|_| Broken)?;
                let number = |text: &str| text.parse::<usize>().ok().filter(|n| *n <= MAX_REPEAT).ok_or(Broken);
                let range = match inside.split_once(',') {
                    None => (number(inside)?, Some(number(inside)?)),
                    Some((low, "")) => (number(low)?, None),
                    Some((low, high)) => (number(low)?, Some(number(high)?)),
                };
                if range.1.is_some_and(|high| high < range.0) {
                    return Err(Broken);
                }
                self.at += end + 1;
                range
            }
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(range))
    }

    fn set(&mut self) -> Option<Box<[bool; 256]>> {
        let mut set = Box::new([false; 256]);
        let negated = self.peek() == Some(b'^');
        if negated {
            self.at += 1;
        }
        let first = self.at;
        loop {
            let low = self.peek()?;
            self.at += 1;
            if low == b']' && self.at - 1 > first {
                break;
            }
            if low == b'[' && self.peek() == Some(b':') {
                let rest = &self.pattern[self.at + 1..];
                let end = rest.windows(2).position(|pair| pair == b":]")?;
                let class = class(&rest[..end])?;
                for byte in 0..=255_u8 {
                    set[usize::from(byte)] |= class(&byte);
                }
                self.at += end + 3;
                continue;
            }
            let high = if self.peek() == Some(b'-') && self.pattern.get(self.at + 1).is_some_and(|byte| *byte != b']') {
                self.at += 2;
                self.pattern[self.at - 1]
            } else {
                low
            };
            if high < low {
                return None;
            }
            for byte in low..=high {
                set[usize::from(byte)] = true;
            }
        }
        if negated {
            for slot in set.iter_mut() {
                *slot = !*slot;
            }
        }
        Some(set)
    }
}

fn single(byte: u8) -> Node {
    let mut set = Box::new([false; 256]);
    set[usize::from(byte)] = true;
    Node::Set(set)
}

fn class(name: &[u8]) -> Option<fn(&u8) -> bool> {
    Some(match name {
        b"alpha" => u8::is_ascii_alphabetic,
        b"digit" => u8::is_ascii_digit,
        b"alnum" => u8::is_ascii_alphanumeric,
        b"upper" => u8::is_ascii_uppercase,
        b"lower" => u8::is_ascii_lowercase,
        b"punct" => u8::is_ascii_punctuation,
        b"xdigit" => u8::is_ascii_hexdigit,
        b"space" => |byte| byte.is_ascii_whitespace() || *byte == 11,
        b"blank" => |byte| matches!(byte, b' ' | b'\t'),
        _ => return None,
    })
}

fn emit(program: &mut Vec<Step>, node: &Node) -> Option<()> {
    if program.len() > MAX_PROGRAM {
        return None;
    }
    match node {
        Node::Set(set) => program.push(Step::Byte(set.clone())),
        Node::Start => program.push(Step::Start),
        Node::End => program.push(Step::End),
        Node::Group(alternatives) => {
            let mut exits = Vec::new();
            for (index, sequence) in alternatives.iter().enumerate() {
                let split = program.len();
                let last = index + 1 == alternatives.len();
                if !last {
                    program.push(Step::Jump(0));
                }
                for node in sequence {
                    emit(program, node)?;
                }
                if !last {
                    exits.push(program.len());
                    program.push(Step::Jump(0));
                    program[split] = Step::Split(split + 1, program.len());
                }
            }
            let end = program.len();
            for exit in exits {
                program[exit] = Step::Jump(end);
            }
        }
        Node::Repeat(node, low, high) => {
            for _ in 0..*low {
                emit(program, node)?;
            }
            match high {
                None => {
                    let start = program.len();
                    program.push(Step::Jump(0));
                    emit(program, node)?;
                    program.push(Step::Jump(start));
                    program[start] = Step::Split(start + 1, program.len());
                }
                Some(high) => {
                    let mut splits = Vec::new();
                    for _ in *low..*high {
                        splits.push(program.len());
                        program.push(Step::Jump(0));
                        emit(program, node)?;
                    }
                    let end = program.len();
                    for split in splits {
                        program[split] = Step::Split(split + 1, end);
                    }
                }
            }
        }
    }
    (program.len() <= MAX_PROGRAM).then_some(())
}

#[cfg(test)]
mod tests {
    use super::Regex;

    #[test]
    fn searches_like_the_c_library() {
        for (pattern, text, expected) in [
            ("auth", "my-auth-x", true),
            ("^auth$", "auth", true),
            ("^auth$", "auths", false),
            ("a.c", "xabcx", true),
            ("(end|auth)p?", "endp", true),
            ("^(a|b)+$", "abab", true),
            ("^(a|b)+$", "abcb", false),
            ("^a{2,3}$", "aa", true),
            ("^a{2,3}$", "aaaa", false),
            ("[0-9]{3}", "x123", true),
            ("[^0-9]", "123", false),
            ("[[:digit:]]+$", "ab12", true),
            ("[]x]", "]", true),
            ("a\\.b", "axb", false),
            ("", "anything", true),
            ("a|", "zzz", true),
            ("^$", "", true),
            ("x*", "", true),
            ("(^a|b$)c?", "xxb", true),
        ] {
            assert_eq!(Regex::compile(pattern.as_bytes()).unwrap().is_match(text.as_bytes()), expected, "{pattern} {text}");
        }
        for broken in ["(", "[", "*a", "a{3,2}", "[z-a]", "a{999}", "\\", "[[:nope:]]", "a*****"] {
            assert!(Regex::compile(broken.as_bytes()).is_none(), "{broken}");
        }
    }

    #[test]
    fn hostile_patterns_end_quickly() {
        let regex = Regex::compile(b"(a*)*(a*)*(a*)*b").unwrap();
        assert!(!regex.is_match(&[b'a'; 8_000]));
        assert!(Regex::compile(b"((((a{255}){255}){255}){255})").is_none());
        assert!(Regex::compile("(".repeat(8_000).as_bytes()).is_none());
    }
}
