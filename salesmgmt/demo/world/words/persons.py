"""Names of people, by where their families' names are from: first names and family names that go together."""

NAMES: tuple[tuple[str, str], ...] = (
    (
        "Amara Chidi Folake Ngozi Tunde Ifeoma Emeka Zainab Obinna Yewande Sade Kelechi",
        "Okafor Adeyemi Balogun Eze Nwosu Bello Okonkwo Adebayo Ibrahim Uche Achebe Onyango",
    ),
    (
        "Priya Arjun Ananya Rohan Meera Vikram Kavya Aditya Isha Nikhil Divya Sanjay",
        "Nair Sharma Iyer Patel Reddy Banerjee Kulkarni Menon Chatterjee Gupta Desai Rao",
    ),
    (
        "Elif Deniz Yusuf Zeynep Emre Aylin Kerem Selin Baris Defne Cem Leyla",
        "Kaya Aydin Demir Yilmaz Arslan Koc Sahin Celik Ozturk Polat Erdem Aksoy",
    ),
    (
        "Lena Jonas Ada Marta Henrik Katrin Lukas Frieda Moritz Anneke Felix Johanna",
        "Brandt Weber Keller Lindner Vogel Hartmann Seidel Krause Winter Albrecht Kaiser Sommer",
    ),
    (
        "Astrid Tomas Ingrid Lars Freja Oskar Sigrid Nils Maja Aksel Saga Elias",
        "Lind Berg Dahl Nyström Holm Lund Sandberg Ekström Nygaard Strand Solberg Moss",
    ),
    (
        "Claire Luc Camille Antoine Manon Hugo Élodie Mathieu Inès Bastien Jeanne Rémi",
        "Moreau Lefèvre Girard Fournier Mercier Blanchet Roussel Garnier Chevalier Perrin Colin Marchand",
    ),
    (
        "Lucía Diego Carmen Mateo Valentina Javier Paula Andrés Inés Rafael Elena Gabriel",
        "Herrera Castillo Vega Morales Navarro Ibáñez Ortega Fuentes Salinas Rojas Medina Cortés",
    ),
    (
        "Wei Mei Jun Xiaoyu Hao Lihua Chen Ying Bo Jing Tao Lan",
        "Zhang Liu Huang Lin Zhou Wu Xu Sun Guo Tang Feng Cheng",
    ),
    (
        "Yuki Haruto Aiko Kenji Sakura Ren Naomi Daichi Emi Sora Hana Takumi",
        "Tanaka Suzuki Nakamura Kobayashi Yamada Mori Hayashi Ishikawa Ogawa Fujita Endo Sakai",
    ),
    (
        "Noor Omar Layla Karim Salma Hassan Rania Tariq Yara Samir Dalia Nabil",
        "Haddad Mansour Khalil Nasser Farouk Saleh Habib Rahman Zahran Aziz Qasim Barakat",
    ),
    (
        "Piotr Zofia Luka Milena Ivana Jakub Daria Marek Katya Stefan Vesna Pavel",
        "Nowak Kovač Marić Zielak Horvat Novák Petrov Wójcik Dvořák Ivanova Popescu Jovanović",
    ),
    (
        "Tess Callum Rhys Orla Finlay Imogen Declan Bronwyn Hamish Ailsa Ewan Niamh",
        "Corrigan Whitfield Hughes Gallagher Sinclair Pritchard Murray Ashworth Byrne Fraser Doyle Hale",
    ),
    (
        "Malia Kai Tane Aroha Sione Leilani Nikau Mele Wiremu Talia Manaia Keola",
        "Kahale Parata Tuilagi Kealoha Ngata Fonoti Henare Akana Taufa Rangi Mahoe Latu",
    ),
    (
        "Thiago Beatriz Caio Luana Rafaela Bruno Isadora Heitor Clara Vinícius Lívia Davi",
        "Almeida Barbosa Carvalho Teixeira Nogueira Pinheiro Moraes Cardoso Freitas Azevedo Brito Lacerda",
    ),
)

CITIES = (
    "Hamburg Lisbon Toronto Lagos Pune Istanbul Gothenburg Lyon Valencia Taipei Osaka Amman Kraków Glasgow Auckland "
    "Recife Boston Nairobi Utrecht Zagreb Leipzig Montréal Denver Bologna Aarhus Antwerp Porto Tallinn Graz Cork"
).split()

WORK_NOW = (
    "sells factory software to mid-sized plants",
    "account manager for industrial sensors",
    "looks after logistics customers in the north",
    "inside sales at a maker of lab equipment",
    "sold solar plants to farms, now wants longer cycles",
    "customer success for hospital systems",
    "key accounts in packaging machines",
    "first seller at a start-up that was bought",
    "sells cloud telephony, carries a quota of 1.1 m",
    "business developer for cold-chain trucks",
    "consultant who closed most of what she pitched",
    "ran a branch of a hardware wholesaler",
)
