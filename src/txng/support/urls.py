"""Routes of support, in words that people here can read aloud."""

from django.urls import path

from txng.support.views import deciding, joining, officers, registering, survey, tasks

app_name = "support"
urlpatterns = [
    path("bat-dau", registering.start, name="start"),
    path("bat-dau/dang-ky", registering.register, name="register"),
    path("bat-dau/don-xin-vao", joining.asked, name="asked"),
    path("bat-dau/don-xin-vao/<int:number>/rut", joining.withdraw, name="withdraw"),
    path("bat-dau/viec", tasks.tasks, name="tasks"),
    path("bat-dau/viec/gui-lai", tasks.send_again, name="send_again"),
    path("bat-dau/viec/cat", tasks.hide, name="hide"),
    path("bat-dau/viec/hien", tasks.show, name="show"),
    path("bat-dau/co-so", tasks.contact, name="contact"),
    path("bat-dau/dia-diem", tasks.place, name="place"),
    path("bat-dau/mot-minh", tasks.alone, name="alone"),
    path("bat-dau/mot-minh/thoi", tasks.together, name="together"),
    path("bat-dau/ma-so", tasks.codes, name="codes"),
    path("bat-dau/ma-so/da-co", tasks.prefix, name="prefix"),
    path("bat-dau/san-pham", tasks.product, name="product"),
    path("bat-dau/tem", tasks.labels, name="labels"),
    path("nguoi-xin-vao", joining.requests, name="requests"),
    path("nguoi-xin-vao/<int:number>", joining.request, name="request"),
    path("nguoi-xin-vao/<int:number>/khong-nhan", joining.turn_down, name="turn_down"),
    path("co-so-moi", deciding.newcomers, name="newcomers"),
    path("co-so-moi/<int:number>", deciding.newcomer, name="newcomer"),
    path("co-so-moi/<int:number>/xac-nhan", deciding.confirm, name="confirm"),
    path("co-so-moi/<int:number>/chua-nhan", deciding.refuse, name="refuse"),
    path("co-so-moi/<int:number>/rut-lai", deciding.undo, name="undo"),
    path("co-so-moi/xin-vao", deciding.applicants, name="applicants"),
    path("co-so-moi/xin-vao/<int:number>", deciding.applicant, name="applicant"),
    path("co-so-moi/xin-vao/<int:number>/khong-nhan", deciding.turn_away, name="turn_away"),
    path("khao-sat", survey.own, name="survey"),
    path("khao-sat/phan/<slug:section>", survey.section, name="section"),
    path("khao-sat/dot", officers.rounds, name="rounds"),
    path("khao-sat/dot/mo", officers.open_round, name="open_round"),
    path("khao-sat/dot/<int:number>", officers.round_progress, name="round"),
    path("khao-sat/dot/<int:number>/dong", officers.close_round, name="close_round"),
    path("khao-sat/tra-loi", officers.answers, name="answers"),
    path("khao-sat/tra-loi/<str:code>", officers.answers_of, name="answers_of"),
    path("khao-sat/so-lieu", officers.figures, name="figures"),
]
