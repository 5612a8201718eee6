//! Places for the names of points in a plane: beside their point, apart from each other.

use super::svg::Area;
use super::text;

/// Room that a point's own mark takes, in px from its centre.
const MARK: f64 = 6.0;

/// Where a name goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Left end.
    pub x: f64,
    /// Baseline.
    pub y: f64,
    /// Point of the text nearest to its mark when they are far apart: a thin line joins them.
    pub leader: Option<(f64, f64)>,
}

/// Finds a spot for each name inside `room` and clear of `taken`, of all marks and of each other, as
/// near to its point as possible; `None` when there is none.
pub fn place(points: &[((f64, f64), &str)], size: f64, room: Area, taken: &[Area]) -> Vec<Option<Spot>> {
    let marks = points.iter().map(|((x, y), _)| Area::between((x - MARK, y - MARK), (x + MARK, y + MARK)));
    let mut blocked: Vec<Area> = taken.iter().copied().chain(marks).collect();
    let mut spots = Vec::with_capacity(points.len());
    for ((x, y), words) in points {
        let (width, height) = (text::width(words, size), size * 1.15);
        let fits = |area: &Area| {
            let inside = area.x >= room.x && area.right() <= room.right() && area.y >= room.y;
            inside && area.bottom() <= room.bottom() && !blocked.iter().any(|other| overlap(area, other))
        };
        let found = candidates((*x, *y), (width, height)).into_iter().find(|(area, _)| fits(area));
        spots.push(found.map(|(area, far)| {
            let nearest = (x.clamp(area.x, area.right()), y.clamp(area.y, area.bottom()));
            Spot { x: area.x, y: area.y + size * 0.92, leader: far.then_some(nearest) }
        }));
        blocked.extend(found.map(|(area, _)| area));
    }
    spots
}

/// Boxes beside a point, the nearest first, each with whether it is far away.
fn candidates((x, y): (f64, f64), (width, height): (f64, f64)) -> Vec<(Area, bool)> {
    let mut all = Vec::new();
    // Off the axes first, where intervals and grid lines are not.
    for (x, y) in [(x + 6.0, y - 6.0 - height), (x + 6.0, y + 6.0), (x - 6.0 - width, y - 6.0 - height)] {
        all.push((Area { x, y, width, height }, false));
    }
    for distance in [MARK + 2.0, 16.0, 26.0, 38.0, 52.0, 68.0, 86.0] {
        let (right, left) = (x + distance, x - distance - width);
        let (above, below) = (y - distance - height, y + distance);
        let (middle, centre) = (y - height / 2.0, x - width / 2.0);
        let corners = [
            (right, middle),
            (left, middle),
            (centre, above),
            (centre, below),
            (x + distance / 2.0, above),
            (x + distance / 2.0, below),
            (x - distance / 2.0 - width, above),
            (x - distance / 2.0 - width, below),
        ];
        all.extend(corners.map(|(x, y)| (Area { x, y, width, height }, distance > 10.0)));
    }
    all
}

fn overlap(one: &Area, other: &Area) -> bool {
    one.x < other.right() && other.x < one.right() && one.y < other.bottom() && other.y < one.bottom()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crowded_names_stay_apart_and_inside() {
        let points: Vec<((f64, f64), &str)> =
            (0..9).map(|at| ((100.0 + 4.0 * f64::from(at), 80.0 + 3.0 * f64::from(at % 3)), "热线一组")).collect();
        let room = Area { x: 0.0, y: 0.0, width: 300.0, height: 200.0 };
        let spots = place(&points, 11.0, room, &[]);
        let boxes: Vec<Area> = spots
            .iter()
            .flatten()
            .map(|spot| Area { x: spot.x, y: spot.y - 11.0 * 0.92, width: 44.0, height: 11.0 * 1.15 })
            .collect();
        assert!(boxes.len() >= 8, "{}", boxes.len());
        for (at, one) in boxes.iter().enumerate() {
            assert!(one.x >= 0.0 && one.right() <= 300.0 && one.y >= 0.0 && one.bottom() <= 200.0);
            assert!(!boxes[at + 1..].iter().any(|other| overlap(one, other)), "{one:?}");
        }
    }

    #[test]
    fn without_room_there_is_no_spot() {
        let room = Area { x: 0.0, y: 0.0, width: 10.0, height: 5.0 };
        assert_eq!(place(&[((5.0, 2.0), "名称")], 11.0, room, &[]), [None]);
    }
}
