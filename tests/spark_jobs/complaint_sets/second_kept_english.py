"""English sentences with nothing personal in them, as people in Boston, New York and Seoul write."""

from complaint_sets.second_build import lines

LINES = lines("""
The traffic light at {#street} has been out since {#dateen}.
Please close {#numberen}, the hole was filled.
I called {#officeen} and waited forty minutes.
{#numberen} smells of gas.
Why does the {#numberen} never stop at {#street}?
The meter charged {#sum} for ten minutes.
Martin Luther King Blvd needs a crosswalk at 1250.
The John Hancock plaza has broken benches.
Kennedy Greenway fountain is off again.
Who was Dudley, and why was the square renamed to Nubian?
The Paul Revere statue is covered in stickers.
George Washington statue in the Public Garden has graffiti.
St. Francis de Sales lot is full of trash.
Trader Joe's delivery trucks idle on {#street} at {#timeen}.
Dunkin' on {#street} leaves its dumpster open.
City Hall room 801 was locked at {#timeen}.
The hearing is in Room 302 of City Hall, is that right?
Suite 400 of the city's permit office has no ramp.
Ordinance 10-5.3 says no construction after 6 pm.
Section 16-12.24 of the municipal code covers this, doesn't it?
42.3601, -71.0589 is where the pothole is.
GPS 42.3467, -71.0972, right by the ramp.
Stop 22943 has no shelter.
The green line E branch train 3872 had no heat.
Bus 1203 on route 39 skipped us.
Zip 02130 gets no street sweeping, 02116 gets it twice.
Do I need my passport number to rent a city bike?
Does the city accept foreign driver licenses?
Can I pay the ticket by credit card?
The form wants an ARC number but tourists don't have one.
Is KakaoTalk the only way to reach the district office?
How do I file without giving my name?
Please keep my report anonymous.
What is my apartment's trash day? It's the {#street} area.
The app version {#version} logs me out.
Version 3.2.10.4 crashes on Android 14.
https://www.boston.gov/departments/311 is down.
https://www.nyc.gov/site/dsny/index.page shows the wrong holiday schedule.
https://english.seoul.go.kr/?page=2 has a typo.
The sign says 617-635-4000 but nobody answers.
The recording at 1-800-632-8027 is in English only.
Dial 02-120 and press 9 for English, but nobody picks up.
Permit A482913 expired on {#dateen}, they keep digging.
Violation notice amount {#sum} seems wrong.
Model TX-4400 bike lock at the station is jammed.
Sejong-daero crossing takes four minutes.
King Sejong statue area is full of garbage after the festival.
Itaewon station exit 2 escalator is broken again.
Hongdae exit 9 has too many scooters.
Line 2 train was packed at {#timeen}.
Lincoln Street and Franklin Street both flooded.
Adams Park playground swing is broken.
Harvard Square kiosk has no map.
Mass Ave between 1250 and 1300 has no bike lane.
The noise was 85 dB at {#timeen}.
The crack is 12-14 inches wide and 3 ft deep.
Tow lot closes at 17:00 on 2024-05-17, right?
Hydrant H-302 is leaking.
Streetlight pole 12-345 flickers.
Please trim the tree at {#street}.
""")
