from django.db import migrations

# Only functions of pg_catalog, and therefore fit for an index that is restored under any search_path.
CREATE = r"""
CREATE FUNCTION duplicates_name(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    translate(
        replace(replace(replace(
            normalize(regexp_replace(normalize(lower(normalize(said, NFKC)), NFD), '[\u0300-\u036f]', '', 'g'), NFC),
            'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
        'ςøłđıァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロワヲンヴ',
        'σoldiぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろわをんゔ'),
    '([aou])e', '\1', 'g'),
    '[.''’]', '', 'g'),
    '[^[:alnum:]ー]+', ' ', 'g'),
    '([\u3040-\u30ff\u3400-\u9fff]) +(?=[\u3040-\u30ff\u3400-\u9fff])', '\1', 'g'))
$$;
CREATE FUNCTION duplicates_company(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT coalesce(nullif(btrim(regexp_replace(
    public.duplicates_name(regexp_replace(normalize(said, NFKC), '株式会社|有限会社|合同会社|\([株有]\)', ' ', 'g')),
    '( (gmbh|mbh|ag|kg|kgaa|ohg|ug|se|co|ltd|limited|llc|llp|lp|plc|inc|incorporated|corp|corporation|company|sa|sas|'
    'sarl|srl|spa|bv|nv|ab|oy|oyj|as|aps|kk|pty|pte|αε|εε|οε|επε|ικε))+$', '')), ''),
    public.duplicates_name(said))
$$;
CREATE FUNCTION duplicates_email(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT CASE
    WHEN position('@' IN said) < 2 THEN NULL
    WHEN split_part(lower(said), '@', 2) IN ('gmail.com', 'googlemail.com')
        THEN replace(split_part(split_part(lower(said), '@', 1), '+', 1), '.', '') || '@gmail.com'
    ELSE split_part(split_part(lower(btrim(said)), '@', 1), '+', 1) || '@' || split_part(lower(btrim(said)), '@', 2)
END
$$;
CREATE FUNCTION duplicates_phone(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT CASE WHEN length(digits) >= 7 THEN right(digits, 8) END
FROM (SELECT ltrim(regexp_replace(normalize(said, NFKC), '\D', '', 'g'), '0') AS digits) AS dialled
$$;
CREATE FUNCTION duplicates_domain(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT CASE
    WHEN position('.' IN domain) = 0 THEN NULL
    WHEN domain IN ('gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'yahoo.com', 'icloud.com',
        'me.com', 'aol.com', 'gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'web.de', 't-online.de', 'freenet.de',
        'mail.ru', 'yandex.ru', 'proton.me', 'protonmail.com', 'yahoo.co.jp', 'docomo.ne.jp', 'otenet.gr',
        'yahoo.gr', 'orange.fr', 'wanadoo.fr', 'libero.it', 'qq.com', '163.com') THEN NULL
    ELSE domain
END
FROM (
    SELECT regexp_replace(regexp_replace(lower(btrim(said)), '^([a-z]+://|.*@)', ''), '(^www\.)|([/?#:].*$)', '', 'g') AS domain
) AS named
$$;
"""
DROP = """
DROP FUNCTION duplicates_company(text);
DROP FUNCTION duplicates_name(text);
DROP FUNCTION duplicates_email(text);
DROP FUNCTION duplicates_phone(text);
DROP FUNCTION duplicates_domain(text);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("accounts", "0001_users")]

    operations = [migrations.RunSQL(CREATE, DROP)]
