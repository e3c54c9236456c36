"""What becomes of a text in each analyzer, one row a text: `analyzer | text | tokens`.

It holds on the package of the tests, and is what would show a difference on the official image.
"""

from __future__ import annotations

ROWS = """
text_search | medication | medic
text_search | Medications | medic
text_search | dressings were changed | dress were chang
text_search | policy policies | polici polici
text_search | onboarding onboarded onboard | onboard onboard onboard
text_search | discharged discharging discharge | discharg discharg discharg
text_search | the patient's notes | patient note
text_search | the patient’s notes | patient note
text_search | nurses' station | nurs station
text_search | to be or not to be |
text_search | hand-over | hand over
text_search | and/or | 
text_search | e-mail nora@example.org | e mail nora example.org
text_search | café | cafe café
text_search | naïve | naiv naïv
text_search | Ångström | angstrom ångström
text_search | ŒUVRE | oeuvr œuvr
text_search | ＩＣＤ | icd ｉｃｄ
text_search | don't | don't
text_search | ICD-10 | icd 10
text_search | icd10 | icd10
text_search | v12.1 | v12.1
text_search | 1,000.5 mg | 1,000.5 mg
text_search | snake_case | snake_cas
text_search | C++ | c
text_search | !?… |
text_search | l'insuline | insulin
text_search | l’hôpital | hopit hôpital
text_search | المستشفى | مستشف
text_search | مستشفيات | مستشف
text_search | الأدوية | ادو
text_search | أدوية | ادو
text_search | مَرِيض | مريض
text_search | والمريض | مريض
text_search | 患者 | 患者
text_search | 水 | 水
text_search | 患者安全 | 患者 者安 安全
text_search | 日本語 | 日本 本語
text_search | カテーテル | カテ テー ーテ テル
text_search | 환자 안전 | 환자 안전
text_search | ICD 患者 | icd 患者
text_search | 👍 | 👍
text_index | 患者 | 患 患者 者
text_index | 水 | 水
text_index | 日本語 | 日 日本 本 本語 語
text_index | 환자 | 환 환자 자
text_index | medications | medic
exact_search | The nurses' dressings | the nurses dressings
exact_search | patient’s | patient
exact_search | café crème | cafe creme
exact_search | Übergabe | ubergabe
exact_search | Straße | strasse
exact_search | ICD-10 | icd 10
exact_search | أدوية | ادويه
exact_search | المستشفى | المستشفي
exact_search | 患者安全 | 患者 者安 安全
exact_search | to be or not to be | to be or not to be
exact_index | 患者 | 患 患者 者
prefix_search | Onboarding | onboarding
prefix_search | Übergabe | ubergabe
prefix_index | ward 4B | w wa war ward 4 4b
prefix_index | Café | c ca caf cafe
prefix_index | 患者 | 患 者
prefix_index | Medikamentengabezeiten | m me med medi medik medika medikam medikame medikamen medikament medikamente medikamenten medikamenteng medikamentenga medikamentengab
"""  # noqa: E501, W291


def rows() -> list[tuple[str, str, list[str]]]:
    """Analyzer, text and its tokens in the order of the index."""
    found = []
    for line in ROWS.strip().splitlines():
        analyzer, text, tokens = line.split("|")
        found.append((analyzer.strip(), text.strip(), tokens.split()))
    return found
