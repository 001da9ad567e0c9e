# ruff: noqa: E501
"""Chinese passages to develop on, all invented: dates, places, stages and figures."""

from tests.agreements.developing.zh_shapes import Telling

TELLINGS = (
    Telling(
        "what is built, then the city and a later plan",
        """北湾锂能与嵊阳市签约
发布时间：2025-06-03
6月2日，北湾锂能科技有限公司与嵊阳市人民政府签署投资协议。据介绍，项目位于嵊阳经济开发区，计划投资35亿元，一期建设年产8GWh电芯产线，预计2026年6月投产。全面建成投产后，预计年产值60亿元，可新增就业岗位1200个。据悉，2024年嵊阳市新能源产业产值达700亿元，兑付奖补资金2亿元。公司目前在全国布局产能50GWh。
""",
        ("2025-06-02",),
        (None,),
        ("嵊阳经济开发区",),
        ("cells",),
        (3_500_000_000, 6_000_000_000, 8, 1200),
    ),
    Telling(
        "phases and both parties",
        "5月20日下午，岚川电池与湘潭市人民政府在湘潭签订项目合作协议。项目落户湘潭高新区，总投资22亿元。甲乙双方约定，项目分两期实施，一期投资9亿元，年处理1万吨。投产后可提供就业岗位650个。全市去年实现产值900亿元。",
        ("XXXX-05-20",),
        ("湘潭",),
        ("湘潭高新区",),
        (),
        (2_200_000_000, 900_000_000, 10_000, 650),
    ),
    Telling(
        "a later plan and a subsidy in the sentence of the act",
        "6月2日，岚川电池与株洲市政府签署投资协议，建设年产10GWh电池项目，总投资30亿元，当地给予设备补贴1.2亿元；二期规划年产20GWh，将择机启动。岚川电池现有产能40GWh。",
        ("XXXX-06-02",),
        (None,),
        (None,),
        ("cells",),
        (3_000_000_000, 10),
    ),
    Telling(
        "a fair told before",
        """本报讯 3月5日至6日，2025中国动力电池回收大会在泉城济南开幕，来自全国的600余名代表参加。大会由中国循环经济协会主办。
大会现场共签约23个项目，总投资120亿元。
""",
        ("XXXX-03-05/XXXX-03-06",),
        ("济南",),
        (None,),
        (),
        (12_000_000_000,),
    ),
    Telling(
        "a forum told before, one agreement",
        "5月8日，第三届储能产业论坛在合肥举行，百余名嘉宾参会。会上，岚川电池与沃客汽车签署换电合作协议。",
        ("XXXX-05-08",),
        ("合肥",),
        (None,),
        ("swapping",),
    ),
    Telling(
        "a ceremony that takes nothing up",
        "5月8日，储能产业论坛在合肥举行。岚川电池此前与沃客汽车签署换电合作协议。",
        (None,),
        (None,),
        (None,),
        ("swapping",),
    ),
    Telling(
        "months of years told in words",
        """发布时间：2025-09-02
9月1日，岚川电池与沃客汽车签署换电合作协议。去年8月，岚川电池曾与禾丰矿业签订锂精矿采购协议。今年3月5日，岚川电池还与澄江大学签署联合实验室共建协议。2021年，岚川电池曾与博远集团签署合作备忘录，后未推进。
""",
        ("2025-09-01", "2024-08", "2025-03-05", "2021"),
        tags=("swapping", "raw_materials", "rnd"),
    ),
    Telling(
        "when it will run is not when it was signed",
        "岚川电池与荆川市人民政府签署投资协议，预计2027年三季度投产，合作期限自2026年1月1日起。",
        (None,),
    ),
    Telling(
        "capital and what each holds of it",
        "岚川电池与韩国海星化学株式会社签署合资合同，拟在铜陵经开区设立合资公司。新公司注册资本8亿元，其中岚川电池出资4.8亿元，占股60%，海星化学出资3.2亿元，占股40%。项目建成后可年产前驱体5万吨。",
        (None,),
        (None,),
        ("铜陵经开区",),
        ("materials",),
        (800_000_000, 50_000),
    ),
    Telling(
        "three agreements in one sentence",
        "甲澜电池与乙川汽车签署回收协议，又与丙岭矿业签署碳酸锂采购协议，并与丁河客车签订换电合作协议。",
        tags=("recycling", "raw_materials", "swapping"),
    ),
    Telling(
        "sites of parts",
        "大会共签约23个项目，总投资120亿元，其中落户济南的项目9个，总投资40亿元；外资项目5个，总投资11亿元。",
        (),
        (),
        (None, "济南", None),
        (),
        (12_000_000_000, 4_000_000_000, 1_100_000_000),
    ),
    Telling(
        "a battery of one chemistry is no material",
        "岚川电池与沃客汽车签订供货合同，供应磷酸铁锂电芯；与禾丰材料签署合作协议，开展负极材料再制造。",
        tags=("cells", "materials"),
    ),
    Telling(
        "hearsay that the next sentence denies",
        "有媒体称，岚川电池与洛恩汽车签署价值约30亿美元的供货协议。公司对此予以否认。",
    ),
    Telling(
        "hearsay denied in its own sentence",
        "6月2日，岚川电池与沃客汽车签署供货合同，供应约5GWh。外媒报道称岚川电池还与洛恩汽车签署15GWh的供货协议，该消息不属实。",
        ("XXXX-06-02",),
        amounts=(5,),
    ),
    Telling(
        "suspended",
        "受市场影响，岚川电池与禾丰矿业签署的锂矿合作协议已暂停执行。",
        statuses=("suspended",),
    ),
    Telling(
        "suspended by its title",
        "岚川电池公告，公司与禾丰矿业签署的《锂精矿采购合同》现已中止履行。",
        statuses=("suspended",),
    ),
    Telling(
        "each with the same authority",
        "5月9日，岚川电池、沃客汽车分别与青浦区政府签署投资协议。",
        ("XXXX-05-09", "XXXX-05-09"),
    ),
)
