"""Examples of each command, the same in every language; all of them work as printed."""

EXAMPLES = {
    "kpov": """\
kpov compare 2023 2024
kpov gap 2024
kpov threshold 2024 --household
kpov brief 2024 --lang id""",
    "compare": """\
kpov compare 2023 2024
kpov compare 2023 2024 --area districts --indicator p0
kpov compare 2023 2024 --households 11000,11200 --deff 2
kpov compare 2023 latest -f json | jq .rows[0].change""",
    "gap": """\
kpov gap 2024
kpov gap 2019..2024 --indicator p0
kpov gap 2024 --area Indonesia,Kaltim -o gap.csv""",
    "threshold": """\
kpov threshold 2024 --household
kpov threshold 2024 --size 1-8
kpov threshold --area districts""",
    "profile": """\
kpov profile Samarinda
kpov profile Kaltim --locality rural""",
    "show": """\
kpov show 2024
kpov show 2019..2024 --indicator p0 --locality all
kpov show --area all --locality all -f csv""",
    "trend": """\
kpov trend p0
kpov trend p0 2015..2024 --area Kukar,PPU
kpov trend gini --round all""",
    "rank": """\
kpov rank p0 2024
kpov rank p0 --area Samarinda
kpov rank GK 2024 --among districts
kpov rank p0 2024 --among kalimantan""",
    "decompose": """\
kpov decompose 2023 2024
kpov decompose 2023 2024 --indicator p0,p1,p2
kpov decompose 2023 2024 --over districts""",
    "target": """\
kpov target 4.0 2029
kpov target 3.5 2030 --from 2019""",
    "scenario": """\
kpov scenario --growth 5 --line-growth 4
kpov scenario --growth 0..6:2 --line-growth 4 --years 3 --chart
kpov scenario --transfer 5jt --recipients 1500
kpov scenario --backtest --area provinces -f csv""",
    "check": """\
kpov check
kpov check --area provinces --all -f csv
kpov show 2024 -f csv | kpov check --figures -""",
    "brief": """\
kpov brief 2024
kpov brief 2024 --lang id
kpov brief 2025 --area Samarinda --against 2020""",
    "report": """\
kpov report 2024 -o chapter.docx
kpov report 2024 --lang id -o bab.pdf --target 4.5,2029
kpov report 2024 --area Samarinda --outline spkd -o samarinda.html
kpov report 2024 -o chapter.xlsx --amount 5jt --recipients 1500""",
    "fetch": """\
kpov fetch
kpov fetch 192 621 --years 2024..2026 --area Kaltim,6472
kpov fetch --keep new
kpov fetch --find "garis kemiskinan" --offline""",
    "import": """\
kpov import examples/bps/p0-kabupaten-2025.csv
kpov import examples/bps/p0-kabupaten-2025.csv --keep new
kpov import examples/bps/p0-2024.csv --tidy | kpov check --figures -""",
    "data": """\
kpov data list
kpov data export figures.zip
kpov data undo""",
    "data list": """\
kpov data list""",
    "data path": """\
kpov data path""",
    "data forget": """\
kpov data forget 621""",
    "data undo": """\
kpov data undo""",
    "data export": """\
kpov data export figures.zip""",
    "list": """\
kpov list areas
kpov list periods --area Samarinda
kpov list breaks --area 64""",
    "programme": """\
kpov programme assess --amount 5jt --recipients 1500
kpov programme options --budget 7.5miliar --amount 3jt,5jt,10jt
kpov programme allocate --recipients 1500 --amount 5jt
kpov programme benefit elderly=1 sd=2 --year 2025""",
    "programme assess": """\
kpov programme assess --amount 5jt --recipients 1500
kpov programme assess --amount 5jt --recipients 1500 --period 2024 --return 5
kpov programme assess --amount 5jt --recipients 1500 --overhead 10 --lang id""",
    "programme allocate": """\
kpov programme allocate --recipients 1500 --amount 5jt
kpov programme allocate --recipients 1500 --period 2024 --minimum 60
kpov programme allocate --budget 7.5miliar --amount 5jt --source province=70,district=30
kpov programme allocate --recipients 1500 --rule poor=50,equal=50 --compare""",
    "programme strategies": """\
kpov programme strategies --budget 7.5miliar --transfer 400rb --capital 5jt --return 5
kpov programme strategies --budget 7.5miliar --transfer 400rb --capital 5jt,10jt --group 20jt/5 --return 3,5 --survival 80
kpov programme strategies --budget 7.5miliar --transfer 400rb --capital 5jt --return 5 --overhead transfer=5,capital=15""",
    "programme evidence": """\
kpov programme evidence --amount 5jt --period 2024
kpov programme evidence --country Indonesia -f csv
kpov programme evidence --amount 5jt --package grant_training --sex women""",
    "programme options": """\
kpov programme options --budget 7.5miliar --amount 3jt,5jt,10jt
kpov programme options --budget 7.5miliar --recipients 1000,1500,2500
kpov programme options --budget 2miliar --amount 1200000 --per person""",
    "programme benefit": """\
kpov programme benefit elderly=1 --year 2025
kpov programme benefit ibu_hamil=1 balita=1 sd=2 --year 2025 --size 6
kpov programme benefit lansia=1 sembako=0 --year 2024 --lang id""",
    "programme list": """\
kpov programme list --year 2024
kpov programme list -f csv
kpov programme list -f csv | kpov programme list --programmes -""",
    "programme plan": """\
kpov programme plan --treated 1500 --comparison 1500 --correlation 0.5
kpov programme plan --effect 0.2 --correlation 0.5 --cluster-size 20 --icc 0.05 --attrition 10
kpov programme plan --treated 1500 --comparison 1500 --sd 1.6jt --mean 3.6jt --amount 5jt --take-up 94""",
    "programme assign": """\
kpov programme example -o programme
kpov programme assign programme/recipients.csv --id nik --stratum district --arm treated=1500 --seed 'Samarinda, 29 November' -o draw.csv""",
    "programme monitor": """\
kpov programme example -o programme
kpov programme monitor programme/monitoring.csv --id nik --family family --district district --sex sex --plan programme/plan.csv
kpov programme monitor programme/monitoring.csv --received received --value value --amount 5jt --use used --alive alive --overlap PKH=pkh --sample""",
    "programme evaluate": """\
kpov programme example -o programme
kpov programme evaluate programme/survey.csv --design lottery --outcome income --baseline baseline --arm arm --stratum district --line 4278189 --amount treated=5jt --draws 199
kpov programme evaluate programme/survey.csv --design lottery --outcome income --arm arm --show attrition
kpov programme evaluate programme/survey.csv --design lottery --outcome income --baseline baseline --arm arm --stratum district --line 4278189 --amount 5jt --show enough --lang id""",
    "programme example": """\
kpov programme example -o programme --seed 7""",
    "survey": """\
kpov survey example -o survey.csv --households 3000
kpov survey estimate survey.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --line 833955""",
    "survey describe": """\
kpov survey example -o survey.csv
kpov survey describe survey.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu""",
    "survey estimate": """\
kpov survey example -o survey.csv
kpov survey estimate survey.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --published-line 2024 --by urban --write-design mine.toml
kpov survey estimate survey.csv --design mine.toml --line 833955 --measure p0,gini,quantile_10 --by district,urban -f csv
kpov survey estimate survey.csv --design mine.toml --relative-line 0.6 --where 'urban = 2 AND size > 4'""",
    "survey compare": """\
kpov survey example -o before.csv --seed 1
kpov survey example -o after.csv --seed 2
kpov survey compare before.csv after.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --published-line 2023,2024
kpov survey compare after.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --published-line 2024 --by district,urban --between 1,2 --measure p0""",
    "survey profile": """\
kpov survey example -o survey.csv
kpov survey profile survey.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --line 833955 --by urban --by district --write-design mine.toml
kpov survey profile survey.csv --design mine.toml --line 833955 --of size --shares urban,pkh
kpov survey profile survey.csv --design mine.toml --line 833955 --by urban -f csv""",
    "survey growth": """\
kpov survey example -o before.csv
kpov survey example -o after.csv --round 2
kpov survey growth before.csv after.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --line 833955,872000 --points 10,25,50,75,90
kpov survey growth before.csv after.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --line 833955,872000 --summary --years 2
kpov survey growth before.csv after.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --line 833955,872000 --panel household --by-household""",
    "survey decompose": """\
kpov survey example -o before.csv
kpov survey example -o after.csv --round 2
kpov survey decompose before.csv after.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --line 833955,872000
kpov survey decompose before.csv after.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --line 833955,872000 --into prices --measure p0,watts
kpov survey decompose before.csv after.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --published-line 2023,2024 --into groups --by urban -f csv""",
    "survey curve": """\
kpov survey example -o survey.csv
kpov survey curve survey.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --curve lorenz -o lorenz.svg --write-design mine.toml
kpov survey curve survey.csv --design mine.toml --line 833955 --curve tip --points 5,10-20 -f csv
kpov survey example -o later.csv --seed 2
kpov survey curve survey.csv --against later.csv --design mine.toml --difference --curve quantile --points 10,50,90""",
    "survey dominance": """\
kpov survey example -o before.csv --seed 1
kpov survey example -o after.csv --seed 2
kpov survey dominance before.csv after.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --published-line 2023,2024
kpov survey dominance before.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --line 833955 --by urban --between 1,2 --order 1,2
kpov survey dominance before.csv after.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --nominal --curve lorenz -o lorenz.svg""",
    "survey targeting": """\
kpov survey example -o survey.csv
kpov survey targeting survey.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --line 833955 --benefit pkh_idr --write-design mine.toml
kpov survey targeting survey.csv --design mine.toml --line 833955 --received pkh --groups quintiles --by urban
kpov survey targeting survey.csv --design mine.toml --received pkh --eligible 'size >= 4 AND percapita < 900000'""",
    "survey simulate": """\
kpov survey example -o survey.csv
kpov survey simulate survey.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --line 833955 --amount 5jt --recipients 1500 --every once --to poorest --write-design mine.toml
kpov survey simulate survey.csv --design mine.toml --line 833955 --budget 7.5miliar --amount 1jt,3jt,5jt --every year --to poorest --chart
kpov survey simulate survey.csv --design mine.toml --line 833955 --amount 200000 --every month --to eligible --eligible 'pkh = 1'
kpov survey simulate survey.csv --design mine.toml --line 833955 --amount 5jt --recipients 1500 --every once --to random --return 5""",
    "survey deciles": """\
kpov survey example -o survey.csv
kpov survey deciles survey.csv --welfare percapita --id household --size size --weight weight -o deciles.parquet
kpov survey deciles survey.csv --score percapita --id household --within district --groups quintiles --then size --where 'urban = 2' -o by_district/""",
    "survey example": """\
kpov survey example -o survey.csv --households 3000 --seed 7
kpov survey example -o next.csv --households 3000 --seed 7 --round 2""",
    "grouped": """\
kpov grouped estimate --gini 0.321 --mean 1900000 --line 833955
kpov grouped estimate - --mean 1900000 --line 833955 --currency IDR <<< $'share\\n7.4\\n11.6\\n15.8\\n21.9\\n43.3'""",
    "grouped estimate": """\
kpov grouped estimate --gini 0.321 --mean 1900000 --line 833955 --currency IDR
kpov grouped estimate - --mean 1900000 --line 833955 --currency IDR <<< $'share\\n7.4\\n11.6\\n15.8\\n21.9\\n43.3'
kpov grouped estimate - --line 89 --method all <<< $'population,mean\\n16.4,46.9\\n39,79.8\\n27,102\\n17.6,185'""",
    "explain": """\
kpov explain gini
kpov survey example -o survey.csv
kpov explain survey.csv p0 s80s20 --like laeken --welfare percapita --weight weight --size size --line 833955
kpov explain survey.csv gini --against 0.3212 --welfare percapita --weight weight --size size""",
    "grouped curve": """\
kpov grouped curve --gini 0.321 --points 5
kpov grouped curve - --chart <<< $'share\\n7.4\\n11.6\\n15.8\\n21.9\\n43.3'""",
    "grouped fit": """\
kpov grouped fit --gini 0.321
kpov grouped fit - --method all <<< $'share\\n7.4\\n11.6\\n15.8\\n21.9\\n43.3'""",
    "help": """\
kpov help compare
kpov help exit-codes
kpov help man -o man""",
}
