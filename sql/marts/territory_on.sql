-- Who holds which town on a day, since when, and according to which sentence?
-- SELECT * FROM territory_on(DATE '2024-12-06')
-- One row per place (a town or part of a region, never a country), by its latest change of control on or before the
-- day (territory_changes); later reports about an earlier time do not override it. The holder is null if only the loser
-- is known. Related actors (actor_kin), such as a brigade and its army, count as one holder. A place under attack keeps
-- its last holder; a denial alone overrides no holder, nor does a fall that names neither side if a side is known.
-- status: contested (fighting continues), disputed (another voice denies it, or names another holder since the same
-- day), confirmed (at least two outlets assert it, in independent stories), reported (one outlet asserts it, or several
-- with one story), claimed (only quoted), history (all reports are background about more than a year before the day, so
-- the place may have changed hands since). Two outlets outweigh a denial.
-- `since` is the first day that any article states for this control (or fight), `previous` the holder before. Answers
-- only for the lake in use, and fails for another; the view territory_on_each_day answers for any attached lake.
-- example: SELECT place, holder, since, status FROM territory_on(DATE '2024-12-06')
CREATE OR REPLACE MACRO territory_on(as_of) AS TABLE
WITH naming AS MATERIALIZED (SELECT actor_id, name FROM actors),

changes AS MATERIALIZED (
    SELECT *
    FROM control_changes
    WHERE day <= as_of::DATE AND (
        SELECT if(lake_id = '{lake_id}', true, error('territory_on answers for the lake in use: USE this lake first, or ask its view territory_on_each_day'))
        FROM lake_identity
    )
),

-- a loss without a named winner adds nothing if another actor than the loser had gained the place by then
gains AS (
    SELECT spot, day, arg_min(holder_key, fact_id) AS holder_key, arg_min(holder_line, fact_id) AS holder_line
    FROM changes
    WHERE territory = 'gained' AND modality <> 'denied' AND holder_key IS NOT NULL
    GROUP BY spot, day
),

superseded AS (
    SELECT fact_id
    FROM changes
    JOIN gains ON gains.spot = changes.spot AND gains.day <= changes.day
    WHERE changes.holder_key IS NULL
    GROUP BY fact_id
    HAVING NOT arg_max(
        coalesce(
            gains.holder_key = loser_key
            OR list_contains(gains.holder_line, loser_key)
            OR list_contains(loser_line, gains.holder_key),
            false
        ),
        gains.day
    )
),

-- background that states its day ranks with the news; an event without a stated time happened on the day of
-- publication or the two days before, so one with a time stated for those days takes precedence (linking allows for
-- three days: UNSTATED in transforms/linking/reports.py)
ranked AS (
    SELECT
        fact_id, spot, territory, holder_key, day, sentence_index,
        holder_actor IS NULL AS is_unresolved,
        modality = 'claimed' AS is_claimed,
        (
            modality = 'denied', NOT (is_news OR is_of_a_day), DATE '9999-12-31' - if(is_stated, day, day - 2),
            NOT is_stated
        ) AS rank
    FROM changes
    LEFT JOIN superseded USING (fact_id)  -- no anti join: DuckDB cannot evaluate it for every day
    WHERE superseded.fact_id IS NULL
),

-- the reports that rank first, of which the number of outlets with the same words decides
first_ranked AS (
    SELECT ranked.*
    FROM ranked
    JOIN (SELECT spot, min(rank) AS rank FROM ranked GROUP BY spot) AS best
        ON best.spot = ranked.spot AND best.rank = ranked.rank
),

voiced AS (
    SELECT spot, territory, holder_key, day, count(DISTINCT outlet) AS voices
    FROM changes
    GROUP BY ALL
),

latest AS (
    SELECT *
    FROM changes
    WHERE fact_id IN (
        SELECT
            arg_min(
                fact_id,
                (
                    territory <> 'gained', territory <> 'lost', is_claimed, -voices, is_unresolved, sentence_index,
                    fact_id
                )
            )
        FROM first_ranked
        JOIN voiced USING (spot, territory, day)
        WHERE first_ranked.holder_key IS NOT DISTINCT FROM voiced.holder_key
        GROUP BY spot
    )
),

-- each change of a place relative to its latest one: same holder, other, or null if an unresolved name may be either
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
            WHEN changes.holder_key = latest.holder_key
                OR list_contains(changes.holder_line, latest.holder_actor)
                OR list_contains(latest.holder_line, changes.holder_actor) THEN 'same'
            WHEN changes.holder_key IS NULL THEN NULL
            WHEN (changes.holder_actor IS NULL OR latest.holder_actor IS NULL)
                AND abs(datediff('day', changes.day, latest.day)) <= 2 THEN NULL
            ELSE 'other'
        END AS holder
    FROM latest
    JOIN changes USING (spot)
    WHERE changes.territory <> 'contested' OR latest.territory = 'contested'
),

former AS (
    SELECT
        latest_id,
        max(day) AS day,
        arg_max(coalesce(name, holder_text), (day, fact_id)) AS name,
        arg_max(holder_actor, (day, fact_id)) FILTER (holder_actor IS NOT NULL) AS actor_id
    FROM compared
    LEFT JOIN naming ON naming.actor_id = holder_actor
    WHERE holder = 'other' AND modality <> 'denied' AND day <= latest_day AND (is_stated OR is_news)
    GROUP BY latest_id
),

-- another holder reported since the same stated day
rivals AS (
    SELECT DISTINCT latest_id
    FROM compared
    WHERE holder = 'other' AND modality <> 'denied' AND territory = 'gained' AND is_stated AND day = latest_day
),

-- evidence for the current control: since the former holder, and not before the week of the last dated capture, because
-- an actor that recaptures a place had lost it; denials by unresolved names count too
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
        WHEN NOT is_news AND coalesce(since, latest.day) < as_of::DATE - 365 THEN 'history'
        WHEN territory = 'contested' THEN 'contested'
        WHEN asserting_outlets >= 2 AND asserting_stories >= 2 THEN 'confirmed'
        WHEN is_denied OR rivals.latest_id IS NOT NULL THEN 'disputed'
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
LEFT JOIN rivals ON rivals.latest_id = fact_id
LEFT JOIN naming AS holding ON holding.actor_id = holder_actor
LEFT JOIN naming AS losing ON losing.actor_id = loser_actor
ORDER BY place, fact_id
