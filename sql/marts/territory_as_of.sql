-- Who holds a place on a day, or every place if none is named?
-- What territory_on and territory_history read; territory_on says what the columns mean. Reads the lake in use, whichever
-- lake it is asked of: ask those two, which check.
-- example: SELECT place, holder, since, status FROM territory_as_of(DATE '2024-12-06', 'Hama')
CREATE OR REPLACE MACRO territory_as_of(as_of, of_place) AS TABLE
WITH changes AS MATERIALIZED (
    SELECT *
    FROM control_changes
    WHERE day <= as_of::DATE
        AND (of_place IS NULL OR lower(place) = lower(of_place))
),

naming AS MATERIALIZED (SELECT actor_id, name FROM actors),

-- a loss without a named winner adds nothing if another actor than the loser had gained the place by then
gains AS (
    SELECT spot, day, arg_min(holder_key, fact_id) AS holder_key, arg_min(holder_line, fact_id) AS holder_line
    FROM changes
    WHERE territory = 'gained' AND modality <> 'denied' AND holder_key IS NOT NULL
    GROUP BY spot, day
),

superseded AS (
    SELECT fact_id, changes.spot
    FROM changes
    JOIN gains ON gains.spot = changes.spot AND gains.day <= changes.day
    WHERE changes.holder_key IS NULL
    GROUP BY fact_id, changes.spot
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
    LEFT JOIN superseded USING (fact_id, spot)  -- no anti join: DuckDB cannot evaluate it for every day
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
    SELECT changes.*
    FROM changes
    JOIN (
        SELECT
            spot,
            arg_min(
                fact_id,
                (
                    territory <> 'gained', territory <> 'lost', is_claimed, -voices, is_unresolved, sentence_index,
                    fact_id
                )
            ) AS fact_id
        FROM first_ranked
        JOIN voiced USING (spot, territory, day)
        WHERE first_ranked.holder_key IS NOT DISTINCT FROM voiced.holder_key
        GROUP BY spot
    ) AS chosen USING (spot, fact_id)  -- a comparison of rows with IN is wrong where DuckDB evaluates it for every day
),

-- each change of a place relative to its latest one: same holder, other, or null if an unresolved name may be either
compared AS (
    SELECT
        changes.*,
        latest.day AS latest_day,
        CASE
            WHEN latest.territory = 'contested' AND changes.territory = 'contested' THEN 'same'
            WHEN latest.territory = 'contested' THEN if(changes.holder_key IS NULL, NULL, 'other')
            WHEN latest.holder_key IS NULL AND changes.holder_key IS NULL
                THEN if(changes.loser_key IS NOT DISTINCT FROM latest.loser_key, 'same', NULL)
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
        spot,
        max(day) AS day,
        arg_max(coalesce(name, holder_text), (day, fact_id)) AS name,
        arg_max(holder_actor, (day, fact_id)) FILTER (holder_actor IS NOT NULL) AS actor_id
    FROM compared
    LEFT JOIN naming ON naming.actor_id = holder_actor
    WHERE holder = 'other' AND modality <> 'denied' AND day <= latest_day AND (is_stated OR is_news)
    GROUP BY spot
),

-- another holder reported since the same stated day
rivals AS (
    SELECT DISTINCT spot
    FROM compared
    WHERE holder = 'other' AND modality <> 'denied' AND territory = 'gained' AND is_stated AND day = latest_day
),

-- evidence for the current control: since the former holder, and not before the week of the last dated capture, because
-- an actor that recaptures a place had lost it; denials by unresolved names count too
backing AS (
    SELECT
        compared.*,
        coalesce(
            max(compared.day) FILTER (is_stated AND modality <> 'denied') OVER (PARTITION BY spot) - 7,
            min(compared.day) OVER (PARTITION BY spot)
        ) AS earliest
    FROM compared
    LEFT JOIN former USING (spot)
    WHERE (holder = 'same' OR (holder IS NULL AND modality = 'denied'))
        AND (former.day IS NULL OR compared.day >= former.day)
),

support AS (
    SELECT
        spot,
        min(day) FILTER (modality <> 'denied') AS since,
        count(DISTINCT outlet) FILTER (modality = 'asserted') AS asserting_outlets,
        count(DISTINCT story_id) FILTER (modality = 'asserted') AS asserting_stories,
        count(DISTINCT outlet) FILTER (modality <> 'denied') AS n_sources,
        max(day) FILTER (modality = 'denied') AS last_denied
    FROM backing
    WHERE day >= earliest
    GROUP BY spot
)

SELECT
    place,
    CASE
        WHEN territory = 'contested' THEN former.name
        WHEN modality <> 'denied' THEN coalesce(holding.name, holder_text)
    END AS holder,
    coalesce(since, latest.day) AS since,
    CASE
        WHEN NOT is_news AND coalesce(since, latest.day) < as_of::DATE - 365 THEN 'history'
        WHEN territory = 'contested' THEN 'contested'
        WHEN asserting_outlets >= 2 AND asserting_stories >= 2 THEN 'confirmed'
        WHEN last_denied >= coalesce(since, latest.day) OR rivals.spot IS NOT NULL THEN 'disputed'
        WHEN asserting_outlets >= 1 THEN 'reported'
        ELSE 'claimed'
    END AS status,
    sentence,
    CASE WHEN territory <> 'contested' AND modality <> 'denied' THEN coalesce(losing.name, loser_text, former.name) END
        AS previous,
    CASE WHEN territory = 'contested' THEN former.actor_id WHEN modality <> 'denied' THEN holder_actor END
        AS holder_actor,
    place_id,
    country,
    latitude,
    longitude,
    coalesce(n_sources, 0) AS n_sources,
    outlet AS site,
    url,
    fact_id
FROM latest
LEFT JOIN support USING (spot)
LEFT JOIN former USING (spot)
LEFT JOIN rivals USING (spot)
LEFT JOIN naming AS holding ON holding.actor_id = holder_actor
LEFT JOIN naming AS losing ON losing.actor_id = loser_actor
ORDER BY place, fact_id
