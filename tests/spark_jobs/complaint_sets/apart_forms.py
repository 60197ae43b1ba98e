"""Forms and letters with several values, and sentences as citizens of Boston and New York write them."""

from tests.spark_jobs.complaint_sets.apart_tools import each

FORMS = each("""성명: {name}
연락처: {phone}
주소: {road} {apt} {home_unit:clear}
내용: {lamp} 고장|이름 {name} / 전화 {phone} / 이메일 {email} / 접수번호 {case}|{apt} {home_unit:clear} {name:clear} 드림 ({phone:clear})|차량번호 {plate}, 차주 이름 {name}, 차주 연락처 {phone}. {road} 이중주차.|환불 받을 계좌번호 {account}, 예금주 성명 {name}, 금액 {amount}, 연락처 {phone}|1. 성명 {name}
2. 주민등록번호 {resident_number}
3. 휴대폰 {phone}
4. 민원요지: {bus} 증차|담당자 {name:clear} 주무관({dept}, {dept_phone})에게 제 차 {plate:clear} 과태료 {amount} 이의신청했습니다. 연락은 {phone:clear}로요.|외국인등록번호 {alien_number}, 여권번호 {passport}, 연락처 {phone}|교통카드 번호 {card} 분실. 이름 {name}, 메일 {email}|면허번호 {driver_licence} 차량 {plate:clear} 운전자 성명 {name}|카톡 아이디 {messenger} 또는 전화 {phone} 편하신 대로요. {dong}|{name:clear} 씨({phone:clear})가 {apt} {home_unit:clear}에서 불법 숙박업을 합니다. 1박 {amount}.|접속 주소 {url_token}, IP {ip}, 시각 {date} {time}|(신청인) {name} (차량) {plate} (동호수) {apt} {home_unit:clear} (계좌) 신한은행 {account}""")

ENGLISH: list[str] = """My phone number is {phone}, please call me about {us_case}.
Call me at {phone} after {us_time}.
You can reach me on my cell, {phone}. The hydrant by 450 Washington St leaks.
Text {phone:clear} with any update on case {us_case}.
Boston 311 (617-635-4500) told me to wait; my number is {phone:clear}.
Contact phone: {phone}
A car with license plate {plate} is blocking the Route 39 bus stop since {us_time}.
License plate {plate}, MA. Parked on the sidewalk at Centre St, {us_date}.
NY plate {plate} double parked every day on W 43rd St.
White van, plate number {plate}, idling for over 20 min.
Please email {email:clear} when {us_case} is closed.
My email is {email:clear} and I live near Dudley Sq.
My name is {name} and I reported this pothole on {us_date}.
Name: {name}
Mr. {name} next door dumps trash behind pole 1432-07.
I spoke with Ms. {name} at the Parking Clerk's office on {us_date}.
I live at 88 Gainsborough St {home_unit} and have had no heat since {us_date}.
No hot water at 1450 Grand Concourse, {home_unit}, for 12 days. Landlord ignores us.
Neighbor in {home_unit} of 27 Isabella St plays drums at {us_time}.
I was charged $40 twice on card number {card}.
The meter at 1200 Boylston St ate my credit card {card:clear}, $2.50 lost.
My passport number is {passport} and I left it on the M15 bus.
My IP address {ip:clear} is blocked by your portal.
This link shows my data to anyone: {url_token}
Name: {name}, phone: {phone}, email: {email:clear}. Streetlight 34-07-112 out.
{name}, 15 Tremont St {home_unit}, {phone:clear}. Rats again, case {us_case}.""".splitlines()
