//! JSON that people can read and compare line by line and that is not four times as large as its content: the outer levels are indented,
//! each record below them is one line.

use std::io::{self, Write};

use serde_json::ser::{CompactFormatter, Formatter};

/// Levels that are laid out: the document, its parts, and the lists of records.
const OPEN: usize = 3;

#[derive(Debug, Default)]
pub(super) struct RecordLines {
    depth: usize,
    /// The container that is being written has something in it.
    filled: bool,
}

impl RecordLines {
    fn enter(&mut self) {
        self.depth += 1;
        self.filled = false;
    }

    fn leave<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        if std::mem::replace(&mut self.filled, true) && self.depth < OPEN { self.new_line(writer) } else { Ok(()) }
    }

    fn new_line<W: ?Sized + Write>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| writer.write_all(b"  "))
    }

    /// Before each value of a list and each key of an object.
    fn next<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.filled = true;
        match (first, self.depth <= OPEN) {
            (true, true) => self.new_line(writer),
            (false, true) => writer.write_all(b",").and_then(|()| self.new_line(writer)),
            (true, false) => Ok(()),
            (false, false) => writer.write_all(b", "),
        }
    }
}

impl Formatter for RecordLines {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.enter();
        CompactFormatter.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.leave(writer)?;
        CompactFormatter.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.next(writer, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.enter();
        CompactFormatter.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.leave(writer)?;
        CompactFormatter.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.next(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize as _;
    use serde_json::{Value, json};

    use super::*;

    fn text(value: &Value) -> String {
        let mut bytes = Vec::new();
        value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, RecordLines::default())).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn records_are_lines_and_empty_things_stay_closed() {
        let value =
            json!({"body": {"lines": [{"a": [1, 2], "b": {}}, {"c": "x"}], "none": []}, "header": {"inputs": {"f": "0"}}});
        let expected = r#"{
  "body": {
    "lines": [
      {"a": [1, 2], "b": {}},
      {"c": "x"}
    ],
    "none": []
  },
  "header": {
    "inputs": {
      "f": "0"
    }
  }
}"#;
        assert_eq!(text(&value), expected);
        assert_eq!(serde_json::from_str::<Value>(expected).unwrap(), value);
    }
}
