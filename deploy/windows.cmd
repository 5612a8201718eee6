rem telecom: 2026-Q4 is due 2027-01-05 08:00 Asia/Shanghai
rem shop: 2026-Q4 is due 2027-01-05 08:00 Asia/Shanghai
rem appliance: 2026-Q4 is due 2027-01-05 08:00 Asia/Shanghai
rem saas: 2026-Q4 is due 2027-01-05 08:00 Asia/Shanghai
rem credit-union: 2026-Q4 is due 2027-01-05 08:00 Asia/Shanghai
rem water: 2026-Q4 is due 2027-01-05 08:00 Asia/Shanghai
rem runs daily; what is not due or was sent is left alone, so a day that was missed is made up for
rem times are those of this computer: set them to the zones named
rem 08:00 Asia/Shanghai
schtasks /Create /TN "Quarterdeck 1" /SC DAILY /ST 08:00 /TR "cmd /c cd /d \"/srv/quarterdeck\" && quarterdeck run --due --send --config \"reports.yaml\""
