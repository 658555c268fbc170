"""Words that are no one's name here: of medicine, billing, payers, roles and plain English, and the eponyms of signs and diseases."""

EPONYMS = frozenset(
    """
    spurling spurlings phalen phalens colles parkinson parkinsons parkinson's tinel tinels kemp kemps lasegue lasègue finkelstein lachman mcmurray
    neer apley adson gaenslen yeoman yeomans ober trendelenburg homan homans babinski hoffmann romberg dupuytren dupuytrens osgood
    schlatter sever scheuermann scheuermanns alzheimer alzheimers crohn crohns hodgkin raynaud raynauds sjogren sjögren paget guillain barre barré
    charcot marfan ehlers danlos cushing hashimoto tourette huntington huntingtons monteggia galeazzi bankart lisfranc maisonneuve salter oswestry
    roland-morris cobb valsalva kernig brudzinski chvostek trousseau braggard bechterew minor's dejerine horner horners klumpke erb erbs
    brown-sequard legg calve perthes legg-calve-perthes freiberg kienbock köhler kohler haglund baastrup schmorl schmorls modic tarlov chiari
    arnold-chiari wallenberg meniere menieres ménière behcet kawasaki wilson's graves' hurler gaucher sprengel klippel feil klippel-feil de-quervain
    quervain dequervain quervains lhermitte hawkins-kennedy soto-hall hill-sachs slap faber fadir fabere patrick's nachlas hibb hibbs derifield
    palmer gonstead activator cox thompson's sacro diversified milgram hoover waddell gillet stork schober beighton glasgow braden
    """.split()
)  # fmt: skip
# Surnames that are also signs, fractures and diseases: a name unless one of these follows.
EPONYM_TAIL = (
    r"(?:'s)?[\s-](?:tests?|signs?|fractures?|fx|disease|dz|syndrome|maneuver|cyst|neuroma|palsy|contracture"
    r"|angle|scores?|index|classification|splint"
    r"|exam|scale|method|technique|nodes?|lesion|deformity|tear|type|procedure|phenomenon|compression|reflex"
    r"|grade|criteria|sequence|positive|negative|thyroiditis|lymphoma|foot|toe)\b"
)
_PLAIN = """
    a about above accepted according account active actual add added after again against age aged all allowed allows almost along already also always am an and another
    any anyone appeal applied applies apply are area around as ask asked asks assigned at attached audit away back bad be became because been before began
    being below best better between bill billed biller billing bills both bring but by call called calls came can cannot cant care case cause caused
    change changed changes chart check checked claim claims clean clear client clinic close code coded coder codes coding come comes coming condition could
    count cover coverage covered covers current date dated dates day days deductible denial denials denied denies deny did didn't different direct do does
    doesn't doing don't done down due during each early either else end ended error established even ever every everyone exam example except excluded
    excludes explain failed false family far few file filed final find first five follow following follows for form found four free from full further gave general
    get gets getting give given gives go goes going gone good got group guide guidance had half has hasn't have haven't having he help her here hers high him his
    history home hour hours how however i if important in include included includes including incorrect info information initial inside insurance into is isn't issue it its
    january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday
    just keep kind know last late later least left less let letter level like likely limit line list listed little live lives long look looking looks lot low
    made mail main maintenance make makes making manual many may maybe me mean means medical medically member might minimum minute minutes mine miss missed missing modifier
    modifiers month months more morning most move much must my name named names necessary necessity need needed needs neither never new next nine no non none nor normal not note
    noted notes nothing notice now number numbers of off office official often old on once one only onset open or order ordered other our out over own paid
    part past patient patients pay payable payer payers paying payment pending per period person phone place plan plans please point policy positive possible pre presented
    presenting presents previous primary prior problem procedure proper provide provided provider providers provides put question questions quick rather read ready really reason receive
    received recent record records referral referred referring regarding region reject rejected related release remark report reported reports request require required requires reply result results return returned
    returning returns review right rule rules said same saw say says second secondary section see seen seems self send sent separate service services seven several
    she should show showed shows side sided signed since single six so some someone something soon specific staff start started state stated states status still
    stop stopped subject submit submitted such support supported sure system take taken takes taking tell ten than thank thanks that the their them then there therefore
    these they thing think third this those though three through time times title to today together told tomorrow too took total toward treat treated treating treatment tried
    true try trying turn two type under unless until up update updated upon us use used uses using usually valid very via visit visits wait want wanted wants was
    wasn't way we week weekly weeks well went were what when where whether which while who whole whose why will with within without won't word work worked
    works worse would write wrong year years yes yesterday yet you your re dear attn attention hello hi hey team folks everybody regards sincerely
    """
_MEDICAL = """
    mitral aortic tricuspid valve regurgitation arthrogram angiography angiogram abdomen abdominal abnormal achilles activities acute adhesive adjusted adjustment adl admission admitted adolescent adult aftercare allergy alignment ambulatory anemia angina ankle ankles anterior anxiety
    arm arms arthritis arthropathy assessment assist asthma asymmetry back balance baseline bicep biceps bilateral bilaterally bladder bleeding blood body bone bones bowel brachial brain breast bronchitis
    bruise bursitis calf cancer capsulitis cardiac cardiology carpal cast cataract cerebral cervical cervicalgia cervicothoracic chest chiropractic chiropractor chiropractors chronic clavicle clinical clinician coccyx cognitive cold
    complains complaint complaints complaining complex complication compression concussion consult consultation contracture contusion cough cramp cramps cranial deformity degeneration degenerative deficit dementia denied dental depression derangement dermatitis
    diabetes diabetic diagnosed diagnoses diagnosis diagnostic disability discharge discharged disc discs disease disk dislocation disorder displacement dizziness doctor dorsal dosage dose drug dysfunction
    ear ears edema education effusion elbow elbows elderly electrical emergency encounter endocrine enthesopathy epicondylitis epilepsy evaluated evaluation examination examined exercise exercises extension extremity eye eyes facet facial fall falls fascia fasciitis
    fatigue female femoral femur fever fibromyalgia fibula finger fingers flexion foot forearm fracture fractures functional gait gastric gastritis general glaucoma gout hand hands headache headaches healing health healthy
    heart heel hernia herniated herniation hip hips hospital human humerus hypertension imaging impairment impingement infection inflammation injection injured injuries injury inpatient instability intake intervention intolerance inversion joint joints kidney knee knees
    kyphosis laceration lateral laterality leg legs lesion ligament limb limited lordosis low lower lumbago lumbar lumbosacral lung male manipulation manual massage medial medication medications medicine menstrual mental metabolic migraine migraines mild
    mobility moderate mood motion motor muscle muscles muscular myalgia myelopathy myofascial nausea neck nerve neuralgia neuritis neurologic neurological neurology neuropathy newborn numbness nurse nursing obesity objective occupational oncology ophthalmology oral orthopedic orthopedics
    orthotic osteoarthritis osteopathic osteoporosis outpatient pain painful pains palpation paralysis paresthesia patella pediatric pelvic pelvis performance peripheral physical physician physicians pinched plantar pneumonia podiatry posterior postpartum posture pregnancy pregnant prescribed
    prescription pressure procedure prognosis progress pulmonary radicular radiculitis radiculopathy radiology range reaction recurrent reflex reflexes rehab rehabilitation relationship relief renal responsibility respiratory retrolisthesis rheumatoid rib ribs rotation rotator rupture ruptured
    sacral sacroiliac sacrum scapula sciatic sciatica scoliosis screening seizure sensory sequela severe shoulder shoulders shingles sinus sinusitis skin skull sleep smoker smoking soft spasm spasms specialist spinal spine spondylolisthesis spondylosis sprain sprains stable
    stenosis stiffness strain strains strength stress stroke subacute subjective subluxation subsequent supervised surgeon surgery surgical swelling symptom symptoms syndrome technician temporomandibular tendinitis tendinopathy tendon tendonitis tenderness test tested testing tests therapeutic
    therapist therapists therapy thigh thoracic thumb thyroid tibia tibial tingling tinnitus tissue toe toes tolerance torticollis transfer trauma traumatic traction trigger trochanteric tumor ulcer ulnar ultrasound unspecified unstable upper urgent urinary vaginal vascular vertebra vertebral
    vertigo vision vital vomiting walker weakness weight wellness wheelchair whiplash wound wrist wrists xray x-ray x-rays safety portal liability share consent experience satisfaction access advocate driven-payment demographics registration
    """
_BILLING = """
    cgs fcso wpsgha amerihealth bluecross blueshield amerigroup ashn aarp aapc abn ada adjudication aetna ahima ama ambetter anthem appendix article article's authorization authorizations bcbs benefit benefits blue bcbst capitation carc carelon cash cdt centene certification champus chip chiro cigna clearinghouse cms
    cmt cob coinsurance commercial commercially compliance contractor copay copayment cpt cqs crosswalk cross dc dme dmepos dos dpm dx edi edit edits eft eligibility em eob eobs epo era excludes1 excludes2 federal
    federally fee fees fica fl fx government gp hcpcs healthcare highmark hipaa hmo hra hsa humana icd icd-10 icd-10-cm icd-9 inc index kaiser lcd lcds life llc mac macs medicaid medicare medicare's medigap mips mln molina mue mues mva mvc
    mri ncci ncd ndc ndi ngs noridian novitas npi nucc nubc obamacare ops optum ot palmetto part partb pcp pip pmr pos ppo ppp premium provider's pt ptp qmb qpp rac ra railroad remittance rn rom rx schedule security self-pay
    shield shoppers slp snf ssdi ssn star state's supplement tdap telehealth tert title tpe tricare triwest ub uhc united unitedhealth unitedhealthcare usa va veteran veterans wc wellcare workers workers' worker's comp compensation wps xr advantage plus preferred choice hx tx sx
    assistant chiropractor's dentist dermatologist dietitian director employee employer guarantor hygienist manager midwife np nurse's orthopedist owner pa pa-c paramedic pediatrician pharmacist podiatrist practitioner psychologist psychiatrist radiologist receptionist
    resident scribe secretary spouse student supervisor user attending rendering ordering supervising servicing consulting md do dpt lac lmt mother father wife husband son daughter brother sister guardian subscriber insured beneficiary
    dr mr mrs ms prof rev sr jr dob mrn id ssn ph tel fax email address unknown none n/a na tbd blank redacted withheld anonymous deidentified de-identified
    american english spanish national association academy college board university center centre society school hospitals clinics department county city street avenue world organization international classification guideline guidelines chapter tabular manual
    """
_OTHER = EPONYMS | frozenset((_PLAIN + _MEDICAL + _BILLING).split())


def is_never_a_name(word: str) -> bool:
    """Whether a word, however cased and with or without 's, is known as something else than a name."""
    lowered = word.casefold().replace("’", "'").rstrip(".")
    return (
        lowered in _OTHER or lowered.removesuffix("'s") in _OTHER or (len(lowered) > 5 and lowered.endswith(_ENDINGS))
    )


_ENDINGS = ("itis", "osis", "pathy", "algia", "ectomy", "plasty", "otomy", "ology", "ations", "ation", "ical", "emia")
