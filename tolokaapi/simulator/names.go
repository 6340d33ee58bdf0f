package simulator

// A series is a project and the patterns its pools are named by; # is a number
// that counts up.
type series struct {
	project string
	reward  string // USD for a page of tasks
	pools   []string
}

// allSeries are the projects a requester has: short and long names, several
// scripts, wide characters and emoji.
func allSeries() []series {
	return []series{
		{"Image labels", "0.02", []string{"Cats or dogs, batch #", "Cats or dogs, hard ones, batch #", "商品画像の分類 第#回"}},
		{"Audio", "0.07", []string{"Transcripts of audio recordings, week #", "Audio transcripts, week #, re-run"}},
		{"Тексты", "0.05", []string{"Отзывы о ресторанах, пул #", "Тональность новостей, неделя #"}},
		{"Search relevance", "0.03", []string{"Query-document pairs #", "Side-by-side of two rankings, run #"}},
		{"Side-by-side voices", "0.05", []string{"Side-by-side voices #", "Naturalness of speech, set #"}},
		{"Receipts", "0.1", []string{"Receipts: find the total, batch #", "Receipts: find the date of purchase and the name of the shop, second pass after the instructions were rewritten, batch #"}},
		{"Maps and streets", "0.015", []string{"Is the shop still there? Round #", "Street signs, crop #", "Вывески и часы работы, район #"}},
		{"街景文字转录", "0.04", []string{"街景文字转录 第#批", "招牌文字核对 第#批"}},
		{"Moderation", "0.01", []string{"Is this comment rude? #", "Модерация фотографий, пул #", "🚩 Second look at flagged posts #"}},
		{"Field tasks", "7", []string{"Mystery shopper: pharmacies, wave #", "Shelf photos in supermarkets, wave #"}},
		{"Bounding boxes", "0.25", []string{"Pedestrians, frame set #", "Traffic lights at night, frame set #", "🚗 Parked cars, frame set #"}},
		{"상품 리뷰", "0.03", []string{"상품 리뷰 감성 분석 #차", "별점과 리뷰 비교 #차"}},
		{"Dialogues", "0.12", []string{"Which answer is better? Set #", "Write a polite refusal #"}},
		{"Catalogue", "0.02", []string{"Same product or not, part #", "Одинаковые ли товары, часть #", "Pick the category, part #"}},
		{"Video", "0.06", []string{"Is there a cat in the clip? 🐱 #", "Clip quality, round #"}},
		{"Surveys", "0.5", []string{"Breakfast habits, wave #", "Enquête sur les déplacements, vague #", "Umfrage zum Arbeitsweg, Welle #"}},
	}
}

// markets tell apart projects of the same series.
func markets() []string {
	return []string{"", " (US)", " (DE)", " (ES)", " (TR)", " (BR)", " (IN)", " (JP)", " (KZ)", " (FR)"}
}

// trainingNames are the patterns of the names of trainings; # is the project.
func trainingNames() []string {
	return []string{"Warm-up: #", "Training for #", "Обучение: #", "How to do it right: #", "練習: #"}
}

func comments() []string {
	return []string{"", "", "", "", "re-run", "urgent", "do not close before Friday", "ask Marta first", "для отчёта"}
}
