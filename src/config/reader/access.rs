//! How serde walks a tree: the items of a list, the entries of a map, a key or value with its place.

use super::{Reader, Refusal};
use crate::config::tree::{Key, Node};
use serde::de::value::{BorrowedStrDeserializer, U64Deserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};

/// Line, column, file, value.
pub(super) struct Placed<'a> {
    pub(super) reader: Reader<'a>,
    pub(super) step: u8,
}

impl<'de, 'a: 'de> SeqAccess<'de> for Placed<'a> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        self.step += 1;
        let mark = self.reader.node.mark;
        let number = |number: u64| -> U64Deserializer<Refusal> { number.into_deserializer() };
        match self.step {
            1 => seed.deserialize(number(mark.line)).map(Some),
            2 => seed.deserialize(number(mark.column)).map(Some),
            3 => seed.deserialize(number(mark.file)).map(Some),
            4 => self.reader.settle(seed.deserialize(self.reader)).map(Some),
            _ => Ok(None),
        }
    }
}

pub(super) struct List<'a> {
    pub(super) reader: Reader<'a>,
    pub(super) items: std::slice::Iter<'a, Node>,
}

impl<'de, 'a: 'de> SeqAccess<'de> for List<'a> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        let Some(reader) = self.items.next().map(|node| self.reader.at(node)) else { return Ok(None) };
        reader.settle(seed.deserialize(reader)).map(Some)
    }
}

pub(super) struct Map<'a> {
    pub(super) reader: Reader<'a>,
    pub(super) entries: std::vec::IntoIter<(&'a Key, &'a Node)>,
    pub(super) value: Option<&'a Node>,
}

impl<'de, 'a: 'de> MapAccess<'de> for Map<'a> {
    type Error = Refusal;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        let Some((key, node)) = self.entries.next() else { return Ok(None) };
        self.value = Some(node);
        seed.deserialize(KeyReader(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refusal> {
        let node = self.value.take().expect("serde asks for a value after its key");
        seed.deserialize(self.reader.at(node))
    }
}

/// A key as text, with its place when asked for by [`Written`].
struct KeyReader<'a>(&'a Key);

impl<'de, 'a: 'de> Deserializer<'de> for KeyReader<'a> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_borrowed_str(&self.0.text)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Refusal> {
        if name != "Written" {
            return visitor.visit_newtype_struct(self);
        }
        visitor.visit_seq(KeyParts(self.0, 0))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_enum(BorrowedStrDeserializer::new(&self.0.text))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct KeyParts<'a>(&'a Key, u8);

impl<'de, 'a: 'de> SeqAccess<'de> for KeyParts<'a> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        self.1 += 1;
        let mark = self.0.mark;
        let number = |number: u64| -> U64Deserializer<Refusal> { number.into_deserializer() };
        match self.1 {
            1 => seed.deserialize(number(mark.line)).map(Some),
            2 => seed.deserialize(number(mark.column)).map(Some),
            3 => seed.deserialize(number(mark.file)).map(Some),
            4 => seed.deserialize(BorrowedStrDeserializer::new(&self.0.text)).map(Some),
            _ => Ok(None),
        }
    }
}

/// A plain value that stands for all the keys of its shorthand.
pub(super) struct Short<'a> {
    pub(super) reader: Reader<'a>,
    pub(super) keys: std::slice::Iter<'static, &'static str>,
}

impl<'de, 'a: 'de> MapAccess<'de> for Short<'a> {
    type Error = Refusal;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        self.keys.next().map(|key| seed.deserialize(BorrowedStrDeserializer::new(key))).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refusal> {
        seed.deserialize(self.reader)
    }
}
