-- Who holds which town on a day, since when, by what sentence?
-- SELECT * FROM territory_on(DATE '2024-12-06')
-- One row a place (a town or part of a region, never a whole country), from its latest change of hands on or before the
-- day; what is told later about an earlier time does not override it. The holder is who gained the place, or to whom it
-- was lost: null where only the loser is told. Who is part of another by `actors.parent` is one holder with it (a brigade and
-- its army). A place that is fought over keeps its last holder; a denial alone
-- overrides nobody, nor does a fall that names neither side where a side is known.
-- status: confirmed (two outlets at least say so in their own voice, in stories of their own), denied (said, and denied
-- by another voice), reported (one outlet says so, or several with one story), claimed (only somebody quoted says so),
-- contested (fighting goes on).
-- `since` is the first day some article gives for this hold (or this fight), `previous` who held the place before.
-- example: SELECT place, holder, since, status FROM territory_on(DATE '2024-12-06')
CREATE OR REPLACE MACRO territory_on(as_of) AS TABLE
WITH RECURSIVE lineage AS (
    SELECT actor_id, actor_id AS above FROM actors
    UNION
    SELECT lineage.actor_id, actors.parent
    FROM lineage
    JOIN actors ON actors.actor_id = lineage.above
    WHERE actors.parent IS NOT NULL
),

kin AS (
    SELECT actor_id AS one, above AS other FROM lineage
    UNION
    SELECT above AS one, actor_id AS other FROM lineage
),

changes AS (
    SELECT
        *,
        CASE territory WHEN 'lost' THEN target ELSE source END AS holder_text,
        CASE territory WHEN 'lost' THEN target_actor ELSE source_actor END AS holder_actor,
        CASE territory WHEN 'lost' THEN source WHEN 'gained' THEN nullif(target, place) END AS loser_text,
        CASE territory WHEN 'lost' THEN source_actor WHEN 'gained' THEN target_actor END AS loser_actor,
        coalesce(holder_actor, lower(holder_text)) AS holder_key,
        coalesce(loser_actor, lower(loser_text)) AS loser_key
    FROM dated_events
    WHERE territory IS NOT NULL
        AND geo_precision IN (1, 2)
        AND modality IN ('asserted', 'claimed', 'denied')
        AND day <= as_of::DATE
),

voiced AS (
    SELECT *, count(DISTINCT outlet) OVER (PARTITION BY spot, territory, holder_key, day) AS voices
    FROM changes
),

-- a loss to nobody named says nothing new where another than the loser had gained the place
told AS (
    SELECT voiced.*
    FROM voiced
    ASOF LEFT JOIN (
        SELECT spot, day, holder_key FROM changes
        WHERE territory = 'gained' AND modality <> 'denied' AND holder_key IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY spot, day ORDER BY fact_id) = 1
    ) AS gain
        ON voiced.spot = gain.spot AND voiced.day >= gain.day
    LEFT JOIN kin ON kin.one = gain.holder_key AND kin.other = voiced.loser_key
    WHERE voiced.holder_key IS NOT NULL
        OR gain.spot IS NULL
        OR gain.holder_key = voiced.loser_key
        OR kin.one IS NOT NULL
),

-- what states no time tells of its day of publication or of the two days before, and yields to what states one of them
latest AS (
    SELECT *
    FROM told
    QUALIFY row_number() OVER (
        PARTITION BY spot
        ORDER BY
            modality = 'denied', is_news DESC, if(is_stated, day, day - 2) DESC, is_stated DESC,
            territory = 'gained' DESC, territory = 'lost' DESC, modality = 'claimed', voices DESC, holder_actor IS NULL,
            sentence_index, fact_id
    ) = 1
),

-- each change of the place beside its latest: same holder, another, or null where a name left unresolved may be either
compared AS (
    SELECT
        latest.fact_id AS latest_id,
        changes.*,
        latest.day AS latest_day,
        CASE
            WHEN latest.territory = 'contested' AND changes.territory = 'contested' THEN 'same'
            WHEN latest.territory = 'contested' THEN if(changes.holder_key IS NULL, NULL, 'other')
            WHEN latest.holder_key IS NULL AND changes.holder_key IS NULL
                THEN if(changes.loser_key = latest.loser_key, 'same', NULL)
            WHEN changes.holder_key = latest.holder_key OR kin.one IS NOT NULL THEN 'same'
            WHEN changes.holder_key IS NULL THEN NULL
            WHEN (changes.holder_actor IS NULL OR latest.holder_actor IS NULL)
                AND abs(datediff('day', changes.day, latest.day)) <= 2 THEN NULL
            ELSE 'other'
        END AS holder
    FROM latest
    JOIN changes USING (spot)
    LEFT JOIN kin ON kin.one = changes.holder_actor AND kin.other = latest.holder_actor
    WHERE changes.territory <> 'contested' OR latest.territory = 'contested'
),

former AS (
    SELECT
        latest_id,
        max(day) AS day,
        arg_max(coalesce(name, holder_text), (day, fact_id)) AS name,
        arg_max(holder_actor, (day, fact_id)) FILTER (holder_actor IS NOT NULL) AS actor_id
    FROM compared
    LEFT JOIN (SELECT actor_id, name FROM actors) AS naming ON naming.actor_id = holder_actor
    WHERE holder = 'other' AND modality <> 'denied' AND day <= latest_day AND (is_stated OR is_news)
    GROUP BY latest_id
),

-- what speaks for the hold: since the former holder, and not before the week of the last capture whose day is stated,
-- for who captures a place again had lost it; a denial by an unresolved name is heard too
backing AS (
    SELECT
        compared.*,
        coalesce(
            max(compared.day) FILTER (is_stated AND modality <> 'denied') OVER (PARTITION BY latest_id) - 7,
            min(compared.day) OVER (PARTITION BY latest_id)
        ) AS earliest
    FROM compared
    LEFT JOIN former USING (latest_id)
    WHERE (holder = 'same' OR (holder IS NULL AND modality = 'denied'))
        AND (former.day IS NULL OR compared.day >= former.day)
),

support AS (
    SELECT
        latest_id,
        min(day) FILTER (modality <> 'denied') AS since,
        count(DISTINCT outlet) FILTER (modality = 'asserted') AS asserting_outlets,
        count(DISTINCT story_id) FILTER (modality = 'asserted') AS asserting_stories,
        count(DISTINCT outlet) FILTER (modality <> 'denied') AS n_sources,
        bool_or(modality = 'denied') AS is_denied
    FROM backing
    WHERE day >= earliest
    GROUP BY latest_id
)

SELECT
    place,
    if(territory = 'contested', former.name, coalesce(holding.name, holder_text)) AS holder,
    coalesce(since, latest.day) AS since,
    CASE
        WHEN territory = 'contested' THEN 'contested'
        WHEN asserting_outlets >= 2 AND asserting_stories >= 2 THEN 'confirmed'
        WHEN is_denied THEN 'denied'
        WHEN asserting_outlets >= 1 THEN 'reported'
        ELSE 'claimed'
    END AS status,
    sentence,
    if(territory = 'contested', NULL, coalesce(losing.name, loser_text, former.name)) AS previous,
    if(territory = 'contested', former.actor_id, holder_actor) AS holder_actor,
    place_id,
    country,
    latitude,
    longitude,
    coalesce(n_sources, 0) AS n_sources,
    outlet AS site,
    url,
    fact_id
FROM latest
LEFT JOIN support ON support.latest_id = fact_id
LEFT JOIN former ON former.latest_id = fact_id
LEFT JOIN (SELECT actor_id, name FROM actors) AS holding ON holding.actor_id = holder_actor
LEFT JOIN (SELECT actor_id, name FROM actors) AS losing ON losing.actor_id = loser_actor
ORDER BY place, fact_id
