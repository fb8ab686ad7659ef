-- Which events report that a place changed hands, or is fought over, and who then holds it and who lost it?
-- Columns in addition to those of dated_events, one row per event and place: "seized Sarmin and Binnish" has two. The
-- holder is the actor that gained the place, or to whom the sentence says it was lost: an armed group, a state's forces
-- or a government, else nobody known. A place is a town or a part of a region, never a country; one that the gazetteer
-- lacks goes by its name. Outlets, charities, courts and UN bodies never hold a place, nor do quoted persons, unless
-- they tell of "his forces", nor actors that are only near it, on its edge, or in a part or a building of it: who takes
-- the airport does not hold the town yet. Who enters a place and takes it by the same article, by then or in the same
-- sentence, fights for it no longer, nor do those of whose siege or fight only background tells without its day. A
-- denial that names no place is about the one that its sentence, or the two before, tell of; who rejects a claim or
-- report there, or losing the place, denies the gain. A denial, and who is only said to keep a place, is of the day of
-- what another claims in its article; any other claim that has no day of its own is of the day on which it was told:
-- "said on Monday". A denial that is given up, "had at first denied", is none, and who admits a loss, or says that its
-- own forces left, asserts it. Who is named by a pronoun alone, "his men", is nobody known, and what is only claimed of
-- nobody known changes nothing. "Has held the town since 2021" and "still hold it" are no background, as they tell who
-- holds the town on the day of publication.
-- `holder_key` and `loser_key` are the actor, else the name in lower case; `is_of_a_day`: the stated time is a day, not
-- a week or month, or the text went on from one: "on March 19 … a month later"; `is_kept`: the holder is only said to
-- have it still: "remained in control of the town"; `is_taken`: the place is taken, given up or said to be, and is not
-- only held; `is_admitted`: told by the loser. A quarter that the text locates in a town, "the Jobar district of
-- Damascus", has the GeoNames id of the town and a `spot` of its own, that id with its name.
-- example: SELECT day, place, holder_text, loser_text, sentence FROM territory_changes LIMIT 10
CREATE OR REPLACE VIEW territory_changes AS
WITH rejections AS (
    SELECT
        rejection.* REPLACE (
            gain.territory AS territory, 'denied' AS modality, NULL AS place, NULL AS place_id, NULL AS geo_precision,
            NULL AS spot, gain.source AS source, gain.source_actor AS source_actor, gain.target AS target,
            gain.target_actor AS target_actor
        ),
        gain.day AS day_of_denied
    FROM dated_events AS rejection
    JOIN dated_events AS gain USING (article_id, published_date)
    WHERE rejection.plover = 'REJECT'
        AND rejection.modality IN ('asserted', 'claimed')
        AND regexp_matches(
            -- the place by its name is "it", because DuckDB compiles a pattern of names anew for each row
            replace(rejection.sentence, coalesce(gain.place, 'it'), 'it'),
            '(?i)\b({rejected}) ('
            || '((the|this|that|these|those|such|its|his|her|their|any) )*({claims})( as |[,.;]|$| and | on \w+day\b)'
            || '|(it|this|that|(losing|having lost) (control of )?'
            || '(it|(the|that) (town|city|village|place|area)( of it)?))'
            || '([,.;]|$| (and|to|on \w+day)\b))'
        )
        AND gain.territory = 'gained'
        AND gain.modality IN ('asserted', 'claimed')
        AND rejection.sentence_index - gain.sentence_index BETWEEN 0 AND 2
        AND (
            gain.sentence_index < rejection.sentence_index
            OR position(gain.trigger IN gain.sentence) < position(rejection.trigger IN rejection.sentence)
        )
        AND coalesce(rejection.source_actor, rejection.source) IS DISTINCT FROM coalesce(gain.source_actor, gain.source)
    QUALIFY row_number() OVER (
        PARTITION BY rejection.fact_id, published_date ORDER BY gain.sentence_index DESC, gain.fact_id
    ) = 1
),

-- the changes, with a spot of its own for each quarter among their places
placed AS (
    SELECT
        * EXCLUDE (is_mention) REPLACE (
            if(
                geo_precision = 1
                AND bool_or(is_mention) OVER (PARTITION BY article_id, published_date, place, place_id),
                place_id || ' ' || lower(place),
                spot
            ) AS spot
        ),
        is_mention
    FROM (
        SELECT *, false AS is_mention FROM dated_events WHERE territory IS NOT NULL
        UNION ALL BY NAME
        SELECT *, false AS is_mention FROM rejections
        UNION ALL BY NAME
        SELECT article_id, published_date, "text" AS place, place_id, true AS is_mention
        FROM corrected_mentions
        WHERE label = 'LOC' AND place_id IS NOT NULL AND west IS NULL
    )
),

told AS (
    SELECT
        * REPLACE (
            if(
                modality = 'denied' OR (modality = 'claimed' AND is_kept AND NOT is_stated),
                coalesce(day_of_denied, day_of_gain, day_of_telling),
                day_of_telling
            ) AS day,
            if(is_admitted, 'asserted', modality) AS modality,
            is_news OR (is_kept AND modality <> 'denied') OR (
                territory = 'gained'
                AND modality <> 'denied'
                AND regexp_matches(
                    sentence[:position(trigger IN sentence) + length(trigger) - 1],
                    '(?i)\b(holds?|controls)$|\b(has|have|is|are)( (been|had|long|still|now|since|\w+ly))*'
                    || '( (in|under|within) ([\w’''-]+ ){0,3}(hands?|control|rule)| ((the|full|firm|complete) )*({held}))$'
                )
            ) AS is_news
        ),
        -- whom a sentence names as the winner of a loss
        territory = 'lost'
        AND regexp_matches(sentence, '(?i)\b(to|hands of|control of) ([\w’''-]+ ){0,3}' || regexp_escape(target))
        AND if(
            target_actor IS NULL,
            regexp_matches(regexp_replace(target, 'ies\b', 'y'), '(?i)\b({forces})s?\b'),
            kind IS DISTINCT FROM 'person'
        ) AS is_won
    FROM (
        SELECT
            *,
            -- number of the weekday on which somebody told it
            nullif(list_position(
                ['mon', 'tues', 'wednes', 'thurs', 'fri', 'satur', 'sun'],
                lower(regexp_extract(sentence, '(?i)\b({told}) (late |early )?(on )?(\w+)day([^\w''’]|$)', 4))
            ), 0) AS told_on,
            if(
                modality = 'asserted' OR (is_stated AND modality <> 'denied'),
                day,
                coalesce(published_date - (isodow(published_date) + 7 - told_on)::INTEGER % 7, day)
            ) AS day_of_telling,
            territory = 'gained' AND regexp_matches(
                lower(sentence[:position(lower(trigger) IN lower(sentence)) + length(trigger) - 1]),
                '\b({kept})( (in|under|the|full|firm|complete))*( ({held}))?$'
            ) AS is_kept,
            NOT is_kept AND NOT regexp_matches(trigger, '(?i)^(in )?({held})\b') AS is_taken,
            modality = 'claimed' AND attribution IS NOT NULL AND CASE territory
                WHEN 'lost' THEN contains(lower(source), lower(attribution))
                    OR contains(lower(attribution), lower(source))
                WHEN 'gained' THEN NOT contains(lower(coalesce(source, '')), lower(attribution))
                    AND regexp_matches(sentence, '(?i)\b({admitted})\b')
                ELSE false
            END AS is_told_by_loser,
            coalesce(is_told_by_loser, false) AS is_admitted,
            max(day_of_telling) FILTER (territory = 'gained' AND modality = 'claimed' AND NOT is_kept) OVER (
                PARTITION BY article_id, published_date, spot
            ) AS day_of_gain
        FROM (SELECT * EXCLUDE (is_mention) FROM placed WHERE NOT is_mention)
        WHERE NOT (
            modality = 'denied'
            AND regexp_matches(
                -- "denied first reports" denies them still
                sentence, '(?i)\b((first|{given_up}) ({rejected})|({rejected}) ((it|this) )?({given_up}))\b'
            )
        )
    )
    LEFT JOIN (SELECT actor_id AS taker, kind FROM actors) AS takers
        ON taker = CASE territory WHEN 'lost' THEN target_actor ELSE source_actor END
    LEFT JOIN (SELECT actor_id AS doer, kind AS kind_of_doer FROM actors) AS doers ON doer = source_actor
    WHERE territory IS NOT NULL AND modality IN ('asserted', 'claimed', 'denied')
),

named AS (
    SELECT
        *,
        -- what is taken, without what is told of it: "Goma, the town with the airport", "Goma and its airport"
        regexp_replace(
            if(starts_with(target, place), split_part(target, ',', 1), target), ' and (its|their|the) .*$', ''
        ) AS prize,
        '(?i:\b((edge|outskirts|gates?|approaches) of|positions (on|at|near|around|towards|outside)'
        || '|(advancing|advanced) (near|towards|outside)))\b' AS near
    FROM told
    WHERE (geo_precision IN (1, 2) OR (coalesce(geo_precision, place_id) IS NULL AND regexp_matches(place, '^\p{Lu}')))
    -- near the place or on its edge, judged at its name if the sentence has it; few sentences have such words, and a
    -- pattern of its own for each place is dear
    AND CASE
        WHEN NOT regexp_matches(sentence, near) THEN true
        WHEN contains(sentence, place) THEN NOT regexp_matches(
            sentence,
            near
            || '( (the|strategic|besieged|key|nearby|northern|southern|eastern|western|central'
            || '|capital|town|city|village|of))* '
            || regexp_escape(place) || '\b'
        )
        ELSE false
    END
    -- a part or a building of it; each pattern is constant, because DuckDB compiles any other anew for each row
    AND NOT coalesce(
        territory <> 'contested' AND (
            regexp_matches(
                -- a place may be a base itself, be taken with its airport, or be a "market town"
                regexp_replace(replace(prize, place, ''), '\w+ (town|city|village)\b', ''),
                '(?i)\b({facilities})(e?s)?\b'
            )
            OR (NOT contains(target, place) AND regexp_matches(prize, '(?i)\b({parts})s? of\b'))
            OR regexp_matches(
                replace(sentence, place, 'it'),
                '(?i)\b(({parts})s? of (the )?it (\w+ )*(is|are|was|were)|it[''’]s (\w+ )*({parts})s?)\b'
            )
        ),
        false
    )
),

-- who enters a place and takes it, by one article
taken AS (
    SELECT
        article_id, published_date, spot, coalesce(source_actor, lower(source)) AS taker, max(day) AS taken_day,
        list(sentence_index) AS taken_in
    FROM named
    WHERE territory = 'gained' AND modality <> 'denied'
    GROUP BY ALL
),

sites AS (
    SELECT fact_id, published_date, place, place_id, spot, country, latitude, longitude FROM named
    UNION ALL BY NAME
    SELECT told.fact_id, told.published_date, unnest(arg_max(site, (named.sentence_index, named.fact_id)))
    FROM told
    JOIN (
        SELECT
            *,
            {'place': place, 'place_id': place_id, 'spot': spot, 'country': country, 'latitude': latitude,
                'longitude': longitude} AS site
        FROM named
    ) AS named USING (article_id, published_date)
    WHERE told.modality = 'denied'
        AND told.place IS NULL
        AND named.modality <> 'denied'
        AND told.sentence_index - named.sentence_index BETWEEN 0 AND 2
    GROUP BY told.fact_id, told.published_date
    UNION ALL BY NAME
    -- other towns of one list, by the words between their names and the place of the event, and those after the last
    SELECT DISTINCT
        named.fact_id,
        named.published_date,
        town."text" AS place,
        town.place_id,
        coalesce(town.place_id::VARCHAR, lower(town."text") || coalesce(' ' || named.country, '')) AS spot,
        coalesce(town.country, named.country) AS country,
        town.latitude,
        town.longitude
    FROM named
    JOIN corrected_mentions AS town USING (article_id, published_date, sentence_index)
    JOIN corrected_mentions AS own USING (article_id, published_date, sentence_index)
    WHERE town.label = 'GPE'
        AND town.west IS NULL
        AND own."text" = named.place
        AND town."text" <> named.place
        AND regexp_matches(
            named.sentence[
                least(town.mention_end, own.mention_end) - named.start + 1
                : greatest(town.mention_start, own.mention_start) - named.start
            ],
            '^( in the [\w-]+)?(, | and |, and )((the|towns?|cit(y|ies)|villages?|nearby|of|and|al|el|\p{Lu}[\p{L}’''-]*)[ ,]+)*$'
        )
        AND regexp_matches(
            named.sentence[greatest(town.mention_end, own.mention_end) - named.start + 1 :],
            '^([,.;]|$| (and|in|on|from|after|before|by|during|near|as|late|early|last|over|with|without'
            || '|to the (north|south|east|west))\b)'
        )),

changes AS (
    SELECT
        told.* EXCLUDE (
            taker, kind, doer, kind_of_doer, is_won, told_on, is_told_by_loser, day_of_gain, day_of_denied, day_of_telling
        ) REPLACE (
            sites.place AS place,
            sites.place_id AS place_id,
            sites.spot AS spot,
            sites.country AS country,
            sites.latitude AS latitude,
            sites.longitude AS longitude
        ),
        CASE
            WHEN territory <> 'lost' AND source_actor IS NULL
                AND regexp_matches(source, '^(?i:his|her|its|our|their|my|your) ') THEN NULL
            WHEN territory <> 'lost' THEN source
            WHEN is_won AND NOT contains(lower(target), lower(coalesce(told.place, sites.place))) THEN target
        END AS holder_text,
        CASE WHEN territory <> 'lost' THEN source_actor WHEN is_won THEN target_actor END AS holder_actor,
        CASE territory
            -- "denied that the town had fallen" names no loser: whoever is said to have taken it is denied
            WHEN 'lost' THEN if(
                modality = 'denied' AND NOT contains(lower(sentence), lower(source))
                AND NOT regexp_matches(sentence, '(?i)\b(it|its|they|their|he|his|she|her)\b'),
                NULL,
                source
            )
            WHEN 'gained' THEN if(target_actor IS NOT NULL AND contains(lower(sentence), lower(target)), target, NULL)
        END AS loser_text,
        CASE territory
            WHEN 'lost' THEN if(loser_text IS NULL, NULL, source_actor)
            WHEN 'gained' THEN if(loser_text IS NULL, NULL, target_actor)
        END AS loser_actor,
        coalesce(holder_actor, lower(holder_text)) AS holder_key,
        coalesce(loser_actor, lower(loser_text)) AS loser_key,
        coalesce(length(coalesce(date_end_text, date_start_text)) = 10, false) AS states_day,
        states_day OR coalesce(
            date_start > max(day) FILTER (states_day) OVER (
                PARTITION BY told.article_id, told.published_date, sites.spot
                ORDER BY sentence_index ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            false
        ) AS is_of_a_day
    FROM told
    JOIN sites USING (fact_id, published_date)
    WHERE NOT list_has_any([kind, kind_of_doer], ['media', 'ngo', 'un', 'igo', 'court', 'company'])
        AND NOT coalesce(
            kind = 'person' AND attribution IN (source, target)
            AND NOT regexp_matches(sentence, '(?i)\b(his|her) ({own_forces})\b'),
            false
        )
        AND NOT (modality = 'claimed' AND territory <> 'contested' AND coalesce(holder_key, loser_key) IS NULL)
)

SELECT changes.* EXCLUDE (states_day)
FROM changes
LEFT JOIN taken
    ON taken.article_id = changes.article_id AND taken.published_date = changes.published_date
        AND taken.spot = changes.spot AND taker = holder_key
WHERE territory <> 'contested' OR ((is_news OR is_of_a_day) AND NOT coalesce(
    taken_day >= day OR list_contains(taken_in, sentence_index), false
))
