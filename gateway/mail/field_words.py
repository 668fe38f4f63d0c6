"""The words of the registration form: its labels, and what our questions ask for.

Rule: data only; how a label is compared stands in field_labels.py.
R48-R55 of the process; Chinese in both scripts, and English.
"""

from collections.abc import Mapping
from types import MappingProxyType

SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "company": (
            *("公司", "公司名称", "公司/客户名称", "公司全称", "客户名称"),
            *("客户公司", "客户单位", "单位", "单位名称", "客户", "企业名称"),
            *("所在公司", "所属公司", "公司名稱", "客戶名稱", "客戶", "單位"),
            *("部门/客户单位", "公司/单位", "company", "company name", "customer"),
            *("customer name", "client", "organisation", "organization"),
            *("organisation name", "firm", "account", "organization name"),
            *("company/customer", "client name"),
        ),
        "contact": (
            *("联系人", "姓名", "联系人姓名", "申请人", "报障人", "报修人", "提交人"),
            *("反馈人", "请求人", "联络人", "提单人", "填写人", "聯絡人", "聯繫人"),
            *("名字", "申請人", "報修人", "contact", "contact person"),
            *("contact name", "name", "requester", "full name", "reported by"),
            *("reporter", "requested by", "caller", "submitted by"),
        ),
        "employee_number": (
            *("工号", "员工号", "员工编号", "工号/姓名", "员工工号", "职工号"),
            *("员工id", "工號", "員工編號", "工号及姓名", "工号姓名", "工号+姓名"),
            *("employee number", "employee id", "employee no", "staff number"),
            *("staff id", "id", "emp no", "emp id", "employee no."),
            *("personnel number", "staff no", "employee", "badge number"),
        ),
        "phone": (
            *("联系方式", "电话", "手机", "联系电话", "手机号", "手机号码"),
            *("电话号码", "企业微信", "微信", "联系手机", "固定电话", "座机"),
            *("回电号码", "微信号", "聯絡方式", "聯絡電話", "電話", "手機"),
            *("聯繫電話", "联系电话/手机", "电话/企业微信", "联系号码", "phone"),
            *("telephone", "mobile", "tel", "tel.", "phone number", "contact number"),
            *("contact details", "callback", "cell", "call back number"),
            *("telephone number", "mobile number", "mobile phone", "phone no"),
            *("tel no", "contact phone", "cell phone", "callback number"),
        ),
        "scene": (
            *("所属场景", "场景", "支持场景", "请求类型", "所屬場景", "業務場景"),
            *("场景类型", "服务场景", "scene", "scenario", "request type"),
            *("support scenario",),
        ),
        "urgency": (
            *("紧急程度", "紧急度", "紧急性", "优先级", "紧急级别", "严重程度"),
            *("紧急等级", "緊急程度", "優先級", "优先程度", "重要程度", "级别"),
            *("加急程度", "urgency", "priority", "severity", "urgency level"),
            *("priority level", "how urgent", "how urgent is it", "urgent"),
        ),
        "urgency_reason": (
            *("紧急原因", "紧急说明", "紧急理由", "原因说明", "加急原因", "加急理由"),
            *("緊急原因", "为什么紧急", "紧急的原因", "reason", "urgency reason"),
            *("reason for urgency", "why urgent", "urgent because"),
            *("why is it urgent", "why is this urgent", "justification"),
        ),
        "symptom": (
            *("故障现象", "问题描述", "现象", "问题", "故障描述", "问题现象", "故障"),
            *("故障情况", "问题内容", "问题详情", "故障说明", "问题说明", "具体问题"),
            *("具体现象", "错误现象", "报错信息", "错误提示", "报错提示", "报错"),
            *("描述", "详细描述", "故障內容", "故障現象", "問題描述", "現象", "問題"),
            *("需求描述", "symptom", "symptoms", "problem", "issue", "description"),
            *("fault", "problem description", "what happens", "what happened"),
            *("error", "issue description", "fault description", "error message"),
            *("details", "description of the problem", "description of problem"),
            *("what is wrong",),
        ),
        "occurred": (
            *("发生时间", "故障时间", "出现时间", "开始时间", "首次发生时间"),
            *("故障发生时间", "问题发生时间", "首次出现时间", "何时发生", "时间"),
            *("發生時間", "故障時間", "when", "occurred", "occurred at"),
            *("time of occurrence", "since", "started", "start time"),
            *("when did it happen", "time", "date and time", "time of incident"),
            *("occurred on", "happened at", "first seen", "when did it start"),
            *("date/time", "since when", "time of failure"),
        ),
        "impact": (
            *("影响范围", "影响", "影响人数", "影响程度", "影响面", "受影响范围"),
            *("影响用户", "受影响人员", "影響範圍", "影響", "业务影响", "影响情况"),
            *("影响部门", "impact", "scope", "affected", "scope of impact"),
            *("who is affected", "affected users", "business impact"),
            *("users affected", "impact scope"),
        ),
        "tried": (
            *("已尝试", "已尝试步骤", "已尝试的步骤", "已做尝试", "尝试步骤"),
            *("已采取措施", "已尝试操作", "已做操作", "已尝试方法", "尝试过的方法"),
            *("已试步骤", "已做处理", "已嘗試步驟", "已采取的措施", "已尝试的操作"),
            *("尝试过的步骤", "处理经过", "tried", "steps tried", "already tried"),
            *("what you tried", "steps taken", "what have you tried", "tried so far"),
            *("actions taken", "what i tried", "troubleshooting", "attempted steps"),
            *("steps already taken",),
        ),
    }
)
WEAK = frozenset(
    {
        *("time", "when", "since", "id", "name", "reason", "started", "account"),
        *("error", "scope", "details", "client", "employee", "urgent", "cell"),
        *("firm", "fault", "affected", "customer", "justification", "时间", "客户"),
        *("客戶", "单位", "單位", "级别", "描述", "名字", "description", "issue"),
        *("problem", "问题", "問題", "报错", "影响", "影響", "故障", "occurred"),
        *("tried", "caller", "reporter", "troubleshooting"),
    }
)
# What a numbered question of ours asks for; any of the words tells it.
ASKED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "occurred": ("几点", "什么时候", "何时", "多久", "when did", "what time"),
        "impact": (
            *("只有您", "同部门", "哪些人", "多少人", "几个人", "影响到", "only you"),
            *("whole department", "who else", "how many", "anyone else"),
        ),
        "phone": ("电话", "号码", "phone", "number can we", "call you"),
        "tried": ("试过", "尝试过", "做过什么", "have you tried", "did you try"),
        "urgency_reason": ("为什么紧急", "紧急的原因", "why is it urgent"),
        "company": ("哪家公司", "which company"),
        "employee_number": ("您的工号", "employee number", "staff number"),
        "symptom": (
            *("什么现象", "什么提示", "报错内容", "看到什么", "具体现象", "错误信息"),
            *("what happens", "what do you see", "error message", "exact error"),
        ),
    }
)
