"""Car plates, passports and driver licences."""

from random import Random

from tests.spark_jobs.complaint_sets.apart_tools import (
    Disguise,
    Shape,
    drawn,
    each,
    patterns,
    spoken,
    spread,
    wide,
    wide_digits,
)

# ---------------------------------------------------------------- car plates
PRIVATE = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주"
HIRED, BUSES, PARCELS = "하허호", "바사아자", "배"
REGIONS = each("서울|경기|인천|부산|대전|강원|충남|전북")


def plates(*written: str, disguise: Disguise = str) -> list[Shape]:
    """Shapes from patterns: `{k}` the syllable, `{n}` the two or three digits before it, `{four}` the four after."""

    def shape(pattern: str) -> Shape:
        def write(rng: Random) -> str:
            number = str(rng.randrange(100, 700) if rng.random() < 0.6 else rng.randrange(11, 70))
            syllable = rng.choice(HIRED) if rng.random() < 0.1 else rng.choice(PRIVATE)
            if rng.random() < 0.3:
                number = number[:2]
            hired = {
                "bus": rng.choice(BUSES),
                "parcel": PARCELS,
                "region": rng.choice(REGIONS),
                "seven": rng.randrange(70, 80),
            }
            return disguise(
                pattern.format(
                    n=number,
                    k=syllable,
                    four=f"{rng.randrange(1000, 10_000)}",
                    three=rng.randrange(30, 40),
                    **hired,
                )
            )

        return write

    return [shape(pattern) for pattern in each(*written)]


PLATE_CLEAR = [
    *plates(
        "{n} {k}{four}|{n}{k}  {four}|{n}{k}-{four}|{n}-{k}-{four}",
        *["{n}{k}{four}", "{n}{k} {four}", "{n} {k} {four}"] * 3,
    ),
    *plates(
        "{region} {n}{k} {four}|{region}{n}{k}{four}|{region} {n} {k} {four}|{region} 4{k} {four}|{n}{k}·{four}|{n}{k}.{four}"
    ),
    *plates(
        "{region} {three}{bus} {four}|{region}{three}{bus}{four}|{region} {seven}{bus} {four}|{region}{seven}{bus}{four}"
    ),
    *plates("{region} 81{parcel} {four}|{region}90{parcel}{four}|{n}{k}ㅡ{four}|{n}.{k}.{four}"),
    *plates("{n}{k}{four}", "{n}{k} {four}", disguise=wide_digits),
]
PLATE_TOLD = [
    *plates(
        "{n}{k}\n{four}|{n}/{k}/{four}|{n}_{k}_{four}|{n}{k}에 {four}|{n} {k}에 {four}|{n}{k}의{four}|{n}'{k}'{four}|{n}({k}){four}"
    ),
    *plates("{n}{k}{four}|{n} {k} {four}|{n}{k}에 {four}", disguise=spoken),
    *plates("{n}{k} {four}", disguise=lambda text: text[:-4] + spoken(text[-4:])),
    *plates("{n}{k}{four}", disguise=spread),
    *plates(
        "서울 강남 {k} {four}|서울강남{k}{four}|경기 수원 {k} {four}|서울마포 {k}{four}|서울 송파 {k} {four}|인천 남동 {k} {four}"
    ),
    *patterns("외교 0##-###|외교0##-###|준외 9##-###"),
]

# ---------------------------------------------------------------- passports and licences
PASSPORT = [
    *patterns(
        "M########|M###^####|M###^####|S########|M########|JR#######|SC#######|GN#######|PM#######|R########"
    ),
    *patterns(
        "m########|m###$####|M ########|M-########|M #### ####|M### ^####|M###^ ####|M ###^####|M-###^####|JR #######"
    ),
    *patterns("M########", "M###^####", disguise=wide),
    *patterns("M####\n####|D########|S ### ### ##"),
    *patterns("M########", disguise=lambda text: "엠" + spoken(text[1:])),
    *patterns("M########", disguise=spread),
]
OFFICES = each("11|12|13|14|15|17|18|21|23|25|28")


def licences(*written: str, disguise: Disguise = str) -> list[Shape]:
    """Shapes from patterns: `{o}` the office's code, `{r}` its region's name, `y` two digits of the year of issue."""

    def shape(pattern: str) -> Shape:
        def write(rng: Random) -> str:
            year = f"{rng.choice([*range(80, 100), *range(25)]):02d}"
            return disguise(drawn(pattern.format(o=rng.choice(OFFICES), r=rng.choice(REGIONS), y=year), rng))

        return write

    return [shape(pattern) for pattern in each(*written)]


LICENCE = [
    *licences(
        "{o}-{y}-######-##|{o} {y} ###### ##|{o}{y}########|{o}.{y}.######.##|{o} - {y} - ###### - ##",
        *["{o}-{y}-######-##"] * 3,
    ),
    *licences("{r} {y}-######-##|{r}{y}-######-##|{r} {y} ###### ##|{r}-{y}-######-##|{r} {y}########"),
    *licences(
        "{o}–{y}–######–##|{o}ㅡ{y}ㅡ######ㅡ##|{o}－{y}－######－##|{o}/{y}/######/##|{o}_{y}_######_##|{o}-{y}-########"
    ),
    *licences("{o}- {y}- ######- ##|{o}-{y}-######\n-##|{o}·{y}·######·##|{o}-{y} ###### ##"),
    *licences("{o}-{y}-######-##", disguise=wide),
    *licences("{o}-{y}-######-##", "{o} 다시 {y} 다시 ###### 다시 ##", disguise=spoken),
    *licences("{o}-{y}-######-##", disguise=spread),
]

ENGLISH_PLATE = patterns("^^^ ####|^^^####|^^^-####|###-^^^|### ^^^|#^^ ^##|#^^^##|#^^ ^#1|^^^ #%%#|%%##^^")
