-- Macros of the exports: the number of an id, points and areas of GeoJSON.
-- at most the largest number that a double holds exactly
CREATE TEMP MACRO number_of(id) AS ('0x' || left(id, 13))::BIGINT;
CREATE TEMP MACRO point_of(longitude, latitude) AS to_json({'type': 'Point', 'coordinates': [longitude, latitude]});
CREATE TEMP MACRO box_of(w, s, e, n) AS to_json(
    {'type': 'Polygon', 'coordinates': [[[w, s], [e, s], [e, n], [w, n], [w, s]]]}
);
-- the smallest area that contains a vague place: its own box, else the box of its division or country
CREATE TEMP MACRO area_of(w, s, e, n, in_country, in_admin1) AS coalesce(
    if(w IS NULL, NULL, box_of(w, s, e, n)),
    (
        SELECT box_of(west, south, east, north)
        FROM divisions
        WHERE country = in_country AND admin1 = in_admin1 AND west IS NOT NULL
    ),
    (
        SELECT box_of(min(west), min(south), max(east), max(north))
        FROM divisions
        WHERE country = in_country
        HAVING count(west) > 0
    )
)
