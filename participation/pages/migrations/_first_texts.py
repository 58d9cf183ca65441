"""What a first installation says on its pages, in Korean and English. Editors change it in the admin."""

HOME = {
    "ko": {
        "tagline": "보고, 말하고, 정하고, 답을 듣는 곳",
        "intro": "시민이 제안하고 함께 다듬어 투표합니다. 기준을 넘은 제안에는 정해진 날까지 까닭을 밝혀 답합니다.",
    },
    "en": {
        "tagline": "See, say, decide, and hear the answer",
        "intro": "Citizens propose, improve and vote together. Ideas with enough support get a reasoned answer by a set day.",
    },
}

INDEX = {
    "ko": {"title": "참여 주제", "intro": "지금 의견을 받는 일과 곧 시작할 일, 그리고 끝난 일의 결과입니다."},
    "en": {
        "title": "Consultations",
        "intro": "What is open for your say, what starts soon, and what came of the rest.",
    },
}

BOX = {
    "ko": {
        "title": "제안함",
        "intro": "주제와 상관없이 언제든 제안하고 지지할 수 있습니다.",
        "body": """<h2>언제나 열려 있습니다</h2><p>지금 열린 주제에 맞지 않는 제안은 여기에 올려 주십시오.
본 것을 한 줄로 적어도 됩니다.</p><h2>제안은 이렇게 다룹니다</h2><p>기준만큼 지지를 받은 제안에는 담당 부서가
정해진 날까지 답합니다. 답에는 채택 여부와 까닭을 함께 적습니다. 기한을 넘기면 그 사실도 그대로 보입니다.</p>""",
    },
    "en": {
        "title": "Suggestion box",
        "intro": "Propose and support ideas at any time, whatever they are about.",
        "body": """<h2>Always open</h2><p>Ideas that fit none of the present consultations belong here.
A single line about something you saw is welcome, too.</p><h2>What happens to an idea</h2><p>Once an idea has found
enough supporters, the department in charge answers by a set day. The answer says what will be done and why. A day that
passed without an answer shows as well.</p>""",
    },
}

PRINCIPLES = {
    "ko": {
        "title": "참여 원칙",
        "body": """<h2>우리가 지키는 것</h2><ul><li>누구의 글도 까닭 없이 사라지거나 바뀌지 않습니다. 고친 내역과 상태가 바뀐
까닭이 남습니다.</li><li>한 사람이 한 표를 가집니다. 자기 표가 세어졌는지 스스로 확인할 수 있습니다.</li><li>기준을 넘은 제안에는
정해진 날까지 답합니다. 늦으면 늦었다고 보입니다.</li><li>공개한 것은 데이터로도 가져갈 수 있습니다.</li></ul><h2>함께 지킬 것</h2>
<ul><li>사람이 아니라 생각에 대해 말합니다. 욕설, 혐오, 협박은 받지 않습니다.</li><li>다른 사람의 개인정보를 적지 않습니다.</li>
<li>광고와 같은 글을 되풀이해 올리지 않습니다.</li><li>법을 어기는 내용은 받지 않습니다.</li></ul><h2>가림과 이의</h2><p>규칙을 어긴 글은
운영자가 까닭을 적고 가립니다. 글쓴이는 그 까닭을 보고, 잘못되었다고 생각하면 운영자에게 다시 살펴 달라고 할 수 있습니다.</p>
<h2>공무원이 말할 때</h2><p>공무원이 업무로 쓴 글에는 부서 이름이 붙습니다. 부서 이름이 없는 글은 시민 한 사람의 의견입니다.</p>""",
    },
    "en": {
        "title": "Principles",
        "body": """<h2>What we keep to</h2><ul><li>Nothing that anybody wrote is lost or altered without a reason. Versions and
the reasons of decisions stay.</li><li>One person has one vote, and can check that it was counted.</li><li>Ideas with enough
support are answered by a set day. If we are late, it shows.</li><li>What is public can also be taken away as data.</li></ul>
<h2>What we ask of everybody</h2><ul><li>Speak about thoughts, not about persons. Insults, hate and threats are not
accepted.</li><li>Do not write down personal data of others.</li><li>Do not advertise or post the same text again and
again.</li><li>Nothing against the law.</li></ul><h2>Hiding and objecting</h2><p>A moderator hides what breaks these rules and
writes down why. The author sees the reason and may ask the moderators to look at it again.</p><h2>When officials speak</h2>
<p>What an official writes on duty carries the name of the department. Without one it is the opinion of a citizen.</p>""",
    },
}

PRIVACY = {
    "ko": {
        "title": "개인정보 처리",
        "body": """<h2>무엇을 보관하나요</h2><ul><li>가입할 때 적은 전자우편 주소와 활동 이름</li><li>올린 글과 사진, 투표와 신고</li>
<li>본인확인을 한 경우, 한 사람이 한 번만 투표하도록 확인하는 값(되돌릴 수 없는 형태)</li></ul><h2>무엇을 공개하나요</h2><p>활동
이름과 올린 글은 누구나 볼 수 있습니다. 전자우편 주소, 본인확인 값, 누가 어디에 투표했는지는 공개하지 않습니다. 투표 장부에는
제안마다 다른 가명만 적힙니다.</p><h2>얼마나 보관하나요</h2><p>계정을 닫으면 이름과 전자우편 주소를 지웁니다. 올린 글은 이름 없이
남고, 이미 한 투표는 그대로 셉니다.</p><h2>쿠키</h2><p>로그인을 유지하고 양식을 보호하는 쿠키만 씁니다. 방문을 따라다니며 재지
않으며, 다른 곳의 영상은 누르기 전에는 불러오지 않습니다.</p><h2>나의 권리</h2><p>내 정보는 나의 페이지에서 내려받고, 고치고, 지울 수
있습니다. 궁금한 점은 이 누리집을 운영하는 기관의 개인정보 보호책임자에게 물어 주십시오.</p>""",
    },
    "en": {
        "title": "Privacy",
        "body": """<h2>What is kept</h2><ul><li>The e-mail address and the public name given at sign-up</li><li>What you post,
your votes and your reports</li><li>Where you verified your identity: a value that lets one person vote only once, in a form
that cannot be turned back</li></ul><h2>What is public</h2><p>Everybody sees public names and what is posted. E-mail addresses,
identity values and who voted for what are not published. The ledger of votes holds pseudonyms only, a different one for each
idea.</p><h2>How long</h2><p>When you close your account, your name and e-mail address are erased. What you posted stays without a
name, and votes already cast still count.</p><h2>Cookies</h2><p>Only those that keep you signed in and protect forms. Visits are not
tracked, and video from elsewhere is not loaded before you press play.</p><h2>Your rights</h2><p>You can download, correct and erase
your data on your page. Questions go to the data protection officer of the body that runs this site.</p>""",
    },
}

ACCESSIBILITY = {
    "ko": {
        "title": "접근성",
        "body": """<h2>누구나 쓸 수 있도록</h2><p>이 누리집은 한국형 웹 콘텐츠 접근성 지침 2.2와 WCAG 2.2의 AA 수준을 따르도록 만들었습니다.
</p><ul><li>자판만으로 제안하고 투표할 수 있습니다.</li><li>화면 낭독기로 읽을 수 있게 제목과 이름표를 붙였습니다.</li><li>화면 아래에서
어두운 화면과 고대비 화면을 고를 수 있습니다.</li><li>그림에는 대체 글이 있고, 영상에는 글로 된 요약을 붙일 수 있습니다.</li>
<li>자바스크립트 없이도 모든 일을 할 수 있습니다.</li></ul><h2>불편한 점이 있다면</h2><p>어느 화면에서 무엇이 어려웠는지 제안함에 적거나
담당 부서에 알려 주십시오. 되도록 빨리 고치고 결과를 알려 드립니다.</p>""",
    },
    "en": {
        "title": "Accessibility",
        "body": """<h2>For everybody</h2><p>This site is built to meet WCAG 2.2 and the Korean web content accessibility guidelines 2.2
at level AA.</p><ul><li>Proposing and voting work with the keyboard alone.</li><li>Headings and labels are there for screen
readers.</li><li>A dark and a high-contrast view can be chosen at the foot of each page.</li><li>Pictures have alternative text, and
video may carry a summary in writing.</li><li>Everything works without JavaScript.</li></ul><h2>If something gets in your
way</h2><p>Tell us where and what, in the suggestion box or to the department in charge. It will be mended as soon as possible, and you
will hear about it.</p>""",
    },
}

STANDARD = (("principles", PRINCIPLES), ("privacy", PRIVACY), ("accessibility", ACCESSIBILITY))

DEPARTMENT = ("participation", "시민참여 담당", "Citizen participation office")
PLACE = ("all", "전체 지역", "The whole area")

# Slug, Korean, English, drawn cover, and the topics that belong to it.
TOPICS = (
    (
        "transport",
        "교통",
        "Transport",
        "road",
        (
            ("public-transport", "대중교통", "Public transport"),
            ("walking-cycling", "걷기·자전거", "Walking and cycling"),
        ),
    ),
    ("safety", "안전", "Safety", "hands", ()),
    (
        "environment",
        "환경",
        "Environment",
        "trees",
        (
            ("parks", "공원·녹지", "Parks"),
            ("climate", "기후·에너지", "Climate and energy"),
            ("waste", "쓰레기", "Waste"),
        ),
    ),
    ("housing", "도시·주거", "City and housing", "houses", ()),
    (
        "welfare",
        "복지·건강",
        "Welfare and health",
        "hands",
        (("children", "아이·돌봄", "Children and care"), ("elderly", "어르신", "Older people")),
    ),
    ("jobs", "경제·일자리", "Economy and jobs", "sun", ()),
    ("education", "교육", "Education", "book", ()),
    ("culture", "문화·체육", "Culture and sport", "sun", ()),
    ("administration", "행정", "Administration", "box", ()),
)
