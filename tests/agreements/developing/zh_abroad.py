# ruff: noqa: E501
"""Chinese passages to develop on, all invented: companies of other countries."""

from tests.agreements.developing.zh_shapes import Passage, Want

PASSAGES = (
    Passage(
        "about the company",
        """镍途科技携手Batavia Mineral 布局印尼镍资源
雅加达，2025年6月11日——镍途科技今日与印尼Batavia Mineral集团签署承购协议，未来八年将每年采购4万吨氢氧化镍钴（MHP）。镍途科技首席执行官温哲与Batavia Mineral总裁Rudi Hartono共同签署协议。
关于镍途科技
镍途科技成立于2015年，已与全球30多家车企建立合作关系。2022年，公司与力源集团签署战略合作协议。
媒体联系：pr@nitu.example
免责声明：本文所载内容仅供参考，网站用户须遵守《用户协议》。""",
        (Want("supply_or_offtake", "signed", ("镍途科技", "Batavia Mineral集团")),),
    ),
    Passage(
        "later 03",
        """路透社伦敦5月20日电 知情人士称，欧洲电池企业Voltheim正与中国正极材料供应商丰澜股份就在西班牙建立合资工厂进行谈判，双方最早可能于今年夏天达成协议。丰澜股份未立即回应置评请求。""",
        (Want("talks", "talks", ("Voltheim", "丰澜股份")),),
    ),
    Passage(
        "later 06",
        """【时代汽车】日本汽车制造商Hoshino Motor与我国电池企业中科新锂今日在东京宣布达成资本与业务合作：中科新锂将向Hoshino Motor供应LFP电池，Hoshino Motor则以约500亿日元认购中科新锂3%股份。双方当天还签署了关于在匈牙利共建电池包工厂的谅解备忘录，该备忘录不具法律约束力。""",
        (
            Want("contract", "signed", ("Hoshino Motor", "中科新锂")),
            Want("memorandum", "signed", ("Hoshino Motor", "中科新锂")),
        ),
    ),
    Passage(
        "later 07",
        """浙江桐乡：10个锂电项目集中签约
3月18日，桐乡市举行锂电新材料产业招商推介会，现场集中签约项目10个，计划总投资78亿元，其中外资项目2个，总投资1.2亿美元。桐乡经济开发区管委会与韩国L&T Chemical公司签约的年产5万吨电解液项目，总投资15亿元。""",
        (
            Want("signed_projects", "signed", ()),
            Want("signed_projects", "signed", ()),
            Want("investment_agreement", "signed", ("桐乡经济开发区管委会", "L&T Chemical公司")),
        ),
    ),
    Passage(
        "later 09",
        """晨曦电池回应“与德国车企签约”传闻：不实
针对网上流传的“晨曦电池已与德国车企Rheinauto签署百亿元电池供应协议”的消息，晨曦电池12日回应称，消息不实，公司目前未与Rheinauto签署任何协议。""",
        (),
    ),
    Passage(
        "later 10",
        """湖南省与宁科时代签署深化战略合作协议
红网时刻4月2日讯（记者 刘玉）今天上午，湖南省人民政府与宁科时代新能源科技股份有限公司在长沙签署深化战略合作协议。省委书记沈安、省长毛志强会见了宁科时代董事长曾群一行。副省长王一欧与宁科时代副董事长李平代表双方签约。
根据协议，双方将在动力电池制造、储能电站、电池回收、重卡换电及零碳园区等方面深化合作。2021年以来，宁科时代先后在湖南投资建设了长沙、邵阳两个基地，累计投资超过200亿元。""",
        (Want("strategic_cooperation_agreement", "signed", ("湖南省人民政府", "宁科时代新能源科技股份有限公司")),),
    ),
    Passage(
        "later 12",
        """万象锂能泰国工厂正式投产 年产能6GWh
曼谷讯：6月18日，万象锂能位于泰国春武里府的首座海外电池包工厂正式投产，泰国工业部部长、泰国投资促进委员会秘书长等嘉宾出席投产仪式。工厂一期年产能6GWh，总投资约35亿泰铢，创造当地就业岗位800个。二期计划于2026年开工。""",
        (Want("commissioning", "operating", ("万象锂能",)),),
    ),
    Passage(
        "later 14",
        """北极星储能网讯：12月5日，中能锂储与沙特ACME Tamkeen公司在利雅得签署了吉瓦时级储能项目设备采购合同。合同约定，中能锂储将为沙特三座储能电站供应总计2.6GWh的储能系统，合同金额约4.2亿美元。这是中能锂储继今年7月与阿联酋Masirah公司达成合作后，在中东市场取得的又一突破。""",
        (
            Want("supply_or_offtake", "signed", ("中能锂储", "ACME Tamkeen公司")),
            Want("contract", "signed", ("中能锂储", "Masirah公司"), True),
        ),
    ),
    Passage(
        "later 26",
        """法国Gigacell与中国翌阳科技成立合资公司
巴黎消息：法国电池企业Gigacell周二表示，已与中国材料企业翌阳科技成立合资公司，在敦刻尔克生产正极材料，Gigacell持有51%的股权，项目投资15亿欧元，可创造1700个就业岗位。""",
        (Want("joint_venture", "signed", ("Gigacell", "翌阳科技")),),
    ),
    Passage(
        "later 27",
        """首页 > 新闻中心 > 公司新闻
恒泽循环与Nevada Cathode达成回收合作
发布日期：2025-07-09 浏览：1024次 分享到：微信 微博
7月8日，恒泽循环科技集团（“恒泽循环”）宣布与总部位于美国内华达州的正极材料回收企业Nevada Cathode Recyclers, Inc.（“NCR”）签署长期供应协议。根据协议，这家内华达企业将在五年内向恒泽循环供应约3万吨黑粉。
恒泽循环总裁许东在声明中表示：“未来我们还将与NCR签署更多协议，共同在墨西哥建厂。”
关于我们 | 联系我们 | 法律声明
版权所有 © 2025 恒泽循环 粤ICP备12345678号""",
        (Want("supply_or_offtake", "signed", ("恒泽循环科技集团", "Nevada Cathode Recyclers, Inc.")),),
    ),
    Passage(
        "later 29",
        """关于内蒙古某储能项目中标候选人的公示
第一中标候选人：远晨储能科技有限公司，投标报价0.512元/Wh；第二中标候选人：华驰电气股份有限公司。公示期：2025年5月6日至5月8日。""",
        (),
    ),
    Passage(
        "later 31",
        """韩国HQ Battery将与中国天钴股份在全罗北道新万金合建前驱体工厂。两家公司3日在首尔签署了合资合同，HQ持股51%，天钴股份持股49%，总投资1.2万亿韩元。全罗北道知事金炳浩出席了签约仪式。""",
        (Want("joint_venture", "signed", ("天钴股份", "HQ Battery")),),
    ),
    Passage(
        "later 32",
        """中国—东盟博览会期间，柳州市政府、广西投控集团与越南Vinh Long Motor三方签署电动汽车产业园项目合作框架协议，项目选址越南海防市，初步估算投资3亿美元。""",
        (Want("framework_agreement", "signed", ("柳州市政府", "广西投控集团", "Vinh Long Motor")),),
    ),
    Passage(
        "later 33",
        """12月28日上午，济南市莱芜区政府、山东重卡集团和智换科技共同签署了换电重卡产业化合作三方协议。其中，莱芜区政府提供产业用地500亩，智换科技负责建设15座重卡换电站。区长刘畅、山东重卡集团董事长谭旭、智换科技CEO Michael Wu 出席。""",
        (Want("contract", "signed", ("济南市莱芜区政府", "山东重卡集团", "智换科技")),),
    ),
    Passage(
        "later 36",
        """8月1日，星瀚能源与荷兰船企Damsluis签约，为其12艘内河电动货船供应总计96MWh的船用电池系统；与此同时，公司与鹿特丹港务局就港口储能达成合作意向。""",
        (
            Want("contract", "signed", ("星瀚能源", "Damsluis")),
            Want("talks", "agreed_in_principle", ("星瀚能源", "鹿特丹港务局")),
        ),
    ),
    Passage(
        "later 39",
        """锂途新能与城配物流龙头速蜂签下3000台换电轻卡大单
“买车不买电，司机省一半。”11月6日，在郑州举行的换电生态大会上，锂途新能与速蜂物流签下3000台换电轻卡采购大单，总金额约5.4亿元。首批500台将于年底前交付。
锂途新能成立于2018年，总部位于郑州，目前已建成换电站86座。""",
        (Want("supply_or_offtake", "signed", ("锂途新能", "速蜂物流")),),
    ),
    Passage(
        "later 40",
        """4月19日，江苏华碳与瑞士商品贸易商Helvetia Metals正式建立战略合作伙伴关系，签约仪式在苏州举行。江苏华碳董事长傅国强、Helvetia Metals亚洲区总裁Martin Keller分别代表两家公司在协议上签字。苏州市副市长唐晓东等见证签约。
根据协议，Helvetia Metals将负责江苏华碳再生碳酸锂产品在欧洲市场的销售。""",
        (Want("strategic_cooperation_agreement", "signed", ("江苏华碳", "Helvetia Metals")),),
    ),
    Passage(
        "later 46",
        """台塑新能与美国储能开发商Prairie Grid签约 供应1.2GWh储能柜
【记者林淑芬／台北报导】台塑新能昨（14）日宣布，已与美国储能开发商Prairie Grid签订储能柜供应合约，总量1.2GWh，预计2026年第2季起出货，合约金额不公开。""",
        (Want("supply_or_offtake", "signed", ("台塑新能", "Prairie Grid")),),
    ),
    Passage(
        "later 52",
        """蒙古国矿业代表团访问包头 双方签署铜锂资源合作谅解备忘录
本报包头10月14日讯（通讯员 赵婷）10月13日，蒙古国矿业与重工业部国务秘书额尔登率团到访包头稀土高新区。包头稀土高新区管委会与蒙古国矿业与重工业部签署了矿产资源合作谅解备忘录，双方将建立联合工作组。备忘录为意向性文件，不具备法律约束力。""",
        (Want("memorandum", "signed", ("包头稀土高新区管委会", "蒙古国矿业与重工业部")),),
    ),
    Passage(
        "later 56",
        """12月9日，全球动力电池龙头恒时代与阿布扎比未来能源公司在第28届联合国气候变化大会（COP28）期间签署合作备忘录，双方将探讨在阿联酋建设电池回收工厂。恒时代海外业务总裁谭立表示：“我们希望两年内把备忘录变成合同。”""",
        (Want("memorandum", "signed", ("恒时代", "阿布扎比未来能源公司")),),
    ),
    Passage(
        "later 61",
        """总部设在多特蒙德的德国回收企业Ruhrzell 9月2日宣布，已与吉林省四平市铁东区人民政府、长河循环科技有限公司达成三方合作框架协议，拟在四平合资建设黑粉再生基地。这家德国企业的首席执行官汉斯·克劳泽表示，最终投资决定将在明年作出。""",
        (Want("framework_agreement", "signed", ("Ruhrzell", "吉林省四平市铁东区人民政府", "长河循环科技有限公司")),),
    ),
    Passage(
        "later 63",
        """中澳企业签署锂矿承购协议
新华社珀斯3月8日电（记者 王奇）中国企业赣源锂业8日与澳大利亚矿商Yandoo Lithium在珀斯签署承购协议。根据协议，赣源锂业未来5年每年将承购Yandoo Lithium旗下矿山不少于12万吨锂辉石精矿。中国驻珀斯总领事出席签字仪式。Yandoo Lithium首席执行官Mark Healy说，这份协议具有法律约束力。""",
        (Want("supply_or_offtake", "signed", ("赣源锂业", "Yandoo Lithium")),),
    ),
    Passage(
        "later 64",
        """据《日本经济新闻》报道，日本Kitano Chemical和韩国SoHan Materials正在就合并正极材料业务展开磋商，双方力争年内达成基本协议。两家公司均未证实这一消息。""",
        (Want("talks", "talks", ("Kitano Chemical", "SoHan Materials")),),
    ),
    Passage(
        "later 66",
        """换电重卡开进钢厂！赤钢集团与蓄驰科技合作项目投用
4月3日，赤钢集团与蓄驰科技合作建设的首座重卡换电站在赤钢集团厂区正式投用，首批30台换电重卡同步交付。双方于去年8月签署换电合作协议。""",
        (
            Want("commissioning", "operating", ("赤钢集团", "蓄驰科技")),
            Want("contract", "signed", ("赤钢集团", "蓄驰科技"), True),
        ),
    ),
)
