"""The commissioning notice in the project's own words, from its facts. Not the official text."""

from datetime import date

from home.demo.facts import notice_facts
from registry.models import Round


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def opening() -> str:
    return (
        "<p>本页是演示内容：用自己的话说明2020年第三批1+X证书制度试点申报通知的要点，"
        "帮助院校和培训评价组织弄清“谁能报、报多少、什么时候报、报给谁”。"
        "<b>办理业务请以省教育厅印发的原文为准。</b></p>"
    )


def scope_and_conditions() -> str:
    facts = notice_facts()["eligibility"]
    return (
        "<p>中等职业学校（不含技工学校）和高等职业学校可以申报，鼓励应用型本科院校参与。</p>"
        "<p>参与试点的专业一般还应具备：</p><ul>"
        f"<li>双师型教师比例不低于{facts['dual_qualified_teacher_percent_min']}%；</li>"
        f"<li>行业企业专家比例不低于{facts['industry_expert_percent_min']}%。</li></ul>"
        "<p>国家级教师教学创新团队、省级专业教学团队所在的专业优先。</p>"
    )


def caps() -> str:
    facts = notice_facts()["caps"]
    return (
        "<p>各批次累计计算，总体上：</p><ul>"
        f"<li>一所学校参与试点的证书数，不超过本校专业总数的"
        f"{facts['certificates_percent_of_majors_max']}%；</li>"
        f"<li>试点规模（人数），不大于本校在校生总数的{facts['enrolment_percent_max']}%；</li>"
        "<li>第一、二批试点任务完成率未达到要求的院校，严格控制第三批的规模。</li></ul>"
    )


def caps_remark() -> str:
    return (
        "<p><b>关于缺字：</b>流传的文本在“40%”处缺字，可以读作“证书”，也可以读作“专业”，"
        "本站按<b>证书</b>的口径理解；任务完成率的数值在流传文本中也缺失，本站标为<b>待定</b>，不作推测。</p>"
    )


def timetable(rounds: list[Round]) -> list[list[str]]:
    """Header and one row per round."""
    header = ["轮次", "评价组织备案截止", "院校平台申报截止", "市州审核截止"]
    return [
        header,
        *(
            [
                f"第{'一二三四'[round_.number - 1]}轮",
                chinese_date(round_.filing_deadline),
                chinese_date(round_.application_deadline),
                chinese_date(round_.municipal_review_due),
            ]
            for round_ in rounds
        ),
    ]


def timetable_remark() -> str:
    days = notice_facts()["batch"]["municipal_review_working_days"]
    return (
        f"<p>市州教育（体）局在每轮院校申报截止后{days}个工作日内完成审核。工作日按国家放假安排计算："
        "6月25日至27日是端午节假期，6月28日（星期日）补班，所以第二轮到6月29日为止。</p>"
    )


def procedure() -> str:
    platform = notice_facts()["platform"]
    return (
        "<ol><li>培训评价组织在备案截止日前向省教育厅提交备案方案。</li>"
        "<li>省教育厅审核后，分两轮公布同意备案的证书名单。</li>"
        f'<li>院校从名单中选择证书，在<a href="{platform["url"]}">{platform["name"]}</a>申报。</li>'
        "<li>中职学校的申报先由所在市州教育（体）局审核，再由省教育厅审核；"
        "高职和应用型本科院校直接由省教育厅审核。</li>"
        "<li>经审核备案同意的院校、证书及规模，由平台自动生成试点资格，不再行文。</li></ol>"
    )


def filing_requirements() -> str:
    contents = (
        "试点证书名称",
        "试点院校的层次（中职、高职、本科）和专业范围",
        "考核站点设置管理办法",
        "对试点院校师资配置和教学条件的基本要求",
        "证书考核实施办法",
        "考证收费标准",
        "成本测算依据",
    )
    items = "".join(f"<li>{item}；</li>" for item in contents[:-1])
    return (
        f"<p>备案方案要写明：</p><ol>{items}<li>{contents[-1]}。</li></ol>"
        f"<p>方案加盖公章，扫描成PDF，发到备案邮箱{notice_facts()['contact']['email']}。</p>"
    )


def organization_duties() -> str:
    return (
        "<ul><li>与试点院校建立沟通交流机制，帮助解决试点中的困难；</li>"
        "<li>不得委托其他代理机构开展试点；</li>"
        "<li>不得变相要求院校购买指定的设备、软件、课程资源或培训服务。</li></ul>"
    )


def school_duties() -> str:
    return (
        "<ul><li>推进课证融通，制定学习成果认定、积累与转换的办法；</li>"
        "<li>不得以外包、委托培训等形式转包教学培训，不得与代理机构合作，违者取消试点资格。</li></ul>"
        "<p>省里对各院校的试点情况进行绩效评价，结果作为改革项目申报和奖补资金分配的依据。</p>"
    )
